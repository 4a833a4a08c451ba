package io.quorate.engine.client;

import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import java.util.Comparator;
import java.util.TreeMap;

/**
 * Under which name a client numbers its requests, and since which slot. The first session is open
 * at once. A later one follows one that replicas have forgotten, and is open when enough of them
 * said how far they are: by that slot they know that they never saw it. No clock decides.
 */
final class ClientSession {

  private final int weak;
  private final int enough;

  @Bounded(by = ClientBuffers.IN_FLIGHT)
  private final TreeMap<ReplicaId, SequenceNumber> told = new TreeMap<>();

  private long number;
  private boolean asks;
  private SequenceNumber since = SequenceNumber.ZERO;

  /**
   * @param first its number
   * @param weak f + 1
   * @param enough n - f: so many answer though f do not
   */
  ClientSession(long first, int weak, int enough) {
    this.number = first;
    this.weak = weak;
    this.enough = enough;
  }

  /**
   * Begins another.
   *
   * @param fresh a number that this client never used
   */
  void begin(long fresh) {
    number = fresh;
    asks = true;
    told.clear();
  }

  /** A replica has executed so much; told under its signature. */
  void told(ReplicaId replica, SequenceNumber executed) {
    told.merge(replica, executed, (old, latest) -> latest.isAfter(old) ? latest : old);
    since =
        told.values().stream()
            .sorted(Comparator.reverseOrder())
            .skip(weak - 1L)
            .findFirst()
            .orElse(SequenceNumber.ZERO);
  }

  boolean isOpen() {
    return !asks || told.size() >= enough;
  }

  long number() {
    return number;
  }

  /** The highest slot that f + 1 have executed, so that a correct one has. */
  SequenceNumber since() {
    return since;
  }
}
