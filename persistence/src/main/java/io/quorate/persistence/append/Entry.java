package io.quorate.persistence.append;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Events of one persistence id that become durable together or not at all: one record.
 *
 * @param first sequence number of the first event; the others follow without a gap
 */
record Entry(String persistenceId, long first, List<Event> events) {
  private static final int MAX_ID_OCTETS = 0xffff;

  Entry {
    if (events.isEmpty() || first < 1) {
      throw new IllegalArgumentException("an entry has events, numbered from 1");
    }
    events = List.copyOf(events);
  }

  byte[] id() {
    return idOf(persistenceId);
  }

  static byte[] idOf(String persistenceId) {
    byte[] id = persistenceId.getBytes(StandardCharsets.UTF_8);
    if (id.length > MAX_ID_OCTETS) {
      throw new IllegalArgumentException("a persistence id of " + id.length + " bytes");
    }
    return id;
  }

  /** Octets of the record's body; a long, since events may be too large together. */
  long bodyOctets(byte[] id) {
    long octets = id.length;
    for (var event : events) {
      octets += Integer.BYTES + event.octets();
    }
    return octets;
  }
}
