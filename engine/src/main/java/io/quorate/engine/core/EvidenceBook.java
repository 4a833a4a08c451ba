package io.quorate.engine.core;

import io.quorate.engine.model.ReplicaId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The evidence that this replica holds, each piece once. Bounded in octets: every replica may fill
 * an equal share, and what comes first stays, for one proof is as good as a thousand. Kept in
 * memory only.
 */
final class EvidenceBook {

  private final long share;
  private final List<Evidence> kept = new ArrayList<>();
  private final Set<Evidence> known = new HashSet<>();
  private final Map<ReplicaId, Long> octets = new HashMap<>();

  /**
   * @param most octets for all replicas together
   */
  EvidenceBook(long most, int replicas) {
    this.share = most / replicas;
  }

  /** False when it is here already, or its signer's share is full. */
  boolean keep(Evidence evidence) {
    long before = octets.getOrDefault(evidence.by(), 0L);
    if (before + evidence.octets() > share || !known.add(evidence)) {
      return false;
    }
    kept.add(evidence);
    octets.put(evidence.by(), before + evidence.octets());
    return true;
  }

  /** In the order in which it came. */
  List<Evidence> all() {
    return List.copyOf(kept);
  }
}
