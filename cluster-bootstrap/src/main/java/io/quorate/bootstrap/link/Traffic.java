package io.quorate.bootstrap.link;

import io.quorate.bootstrap.metrics.BootstrapMetrics;
import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.spi.Meter;
import io.quorate.engine.spi.Transport.Lane;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts messages and their octets by lane, before TLS and after it. */
final class Traffic {

  @Bounded(by = Bounded.FIXED)
  private final Map<Lane, Meter.Counter> sent = new EnumMap<>(Lane.class);

  @Bounded(by = Bounded.FIXED)
  private final Map<Lane, Meter.Counter> sentBytes = new EnumMap<>(Lane.class);

  @Bounded(by = Bounded.FIXED)
  private final Map<Lane, Meter.Counter> received = new EnumMap<>(Lane.class);

  @Bounded(by = Bounded.FIXED)
  private final Map<Lane, Meter.Counter> receivedBytes = new EnumMap<>(Lane.class);

  private final LongAdder votes = new LongAdder();

  Traffic(Meter meter) {
    for (var lane : Lane.values()) {
      sent.put(lane, meter.counter(BootstrapMetrics.SENT, lane.actor()));
      sentBytes.put(lane, meter.counter(BootstrapMetrics.SENT_BYTES, lane.actor()));
      received.put(lane, meter.counter(BootstrapMetrics.RECEIVED, lane.actor()));
      receivedBytes.put(lane, meter.counter(BootstrapMetrics.RECEIVED_BYTES, lane.actor()));
    }
  }

  void sent(Lane lane, Bytes wire) {
    sent.get(lane).increment();
    sentBytes.get(lane).add(wire.length());
    if (lane == Lane.VOTES) {
      votes.increment();
    }
  }

  void received(Lane lane, Bytes wire) {
    received.get(lane).increment();
    receivedBytes.get(lane).add(wire.length());
  }

  /** Messages sent for the lane of votes so far, each to one peer. */
  long votesSent() {
    return votes.sum();
  }
}
