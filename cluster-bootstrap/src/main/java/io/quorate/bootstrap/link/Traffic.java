package io.quorate.bootstrap.link;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.replica.Meter;
import io.quorate.engine.replica.Transport.Lane;

/** Counts messages and their octets by lane, before TLS and after it. */
record Traffic(Meter meter) {

  void sent(Lane lane, Bytes wire) {
    meter.count("quorate_sent_total", lane.actor());
    meter.count("quorate_sent_octets_total", lane.actor(), wire.length());
  }

  void received(Lane lane, Bytes wire) {
    meter.count("quorate_received_total", lane.actor());
    meter.count("quorate_received_octets_total", lane.actor(), wire.length());
  }
}
