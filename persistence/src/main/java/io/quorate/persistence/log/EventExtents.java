package io.quorate.persistence.log;

import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.persistence.PersistenceBuffers;
import java.util.ArrayDeque;

/**
 * Which slots the events of a journal are about, in two words an event, so that a log knows how far
 * it may delete without keeping what it wrote. A journal deletes from its beginning only: an event
 * goes when it and all before it are about nothing that still matters.
 */
final class EventExtents {

  /**
   * @param event the journal's number of the event
   * @param highest slot that the event is about
   */
  private record Extent(long event, SequenceNumber highest) {}

  @Bounded(by = PersistenceBuffers.EVENTS)
  private final ArrayDeque<Extent> extents = new ArrayDeque<>();

  void add(long event, SequenceNumber highest) {
    extents.addLast(new Extent(event, highest));
  }

  /**
   * Forgets the oldest events, up to the first that is about a slot above this one.
   *
   * @return the last event forgotten; 0 if none was
   */
  long forget(SequenceNumber upTo) {
    long last = 0;
    while (!extents.isEmpty() && !extents.peekFirst().highest().isAfter(upTo)) {
      last = extents.removeFirst().event();
    }
    return last;
  }
}
