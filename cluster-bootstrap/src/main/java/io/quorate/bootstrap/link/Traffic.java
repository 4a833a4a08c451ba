package io.quorate.bootstrap.link;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.spi.Meter;
import io.quorate.engine.spi.Transport.Lane;
import java.util.concurrent.atomic.LongAdder;

/** Counts messages and their octets by lane, before TLS and after it. */
final class Traffic {

  private final Meter meter;
  private final LongAdder votes = new LongAdder();

  Traffic(Meter meter) {
    this.meter = meter;
  }

  void sent(Lane lane, Bytes wire) {
    meter.count("quorate_sent_total", lane.actor());
    meter.count("quorate_sent_bytes_total", lane.actor(), wire.length());
    if (lane == Lane.VOTES) {
      votes.increment();
    }
  }

  void received(Lane lane, Bytes wire) {
    meter.count("quorate_received_total", lane.actor());
    meter.count("quorate_received_bytes_total", lane.actor(), wire.length());
  }

  /** Messages sent for the lane of votes so far, each to one peer. */
  long votesSent() {
    return votes.sum();
  }
}
