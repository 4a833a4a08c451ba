package io.quorate.engine.replica;

import io.quorate.engine.core.effect.Evidence;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.certificate.StableCheckpoint;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Where a replica stands, for people.
 *
 * @param stuckSince nanoseconds, by the replica's clock, since something waits; empty if nothing
 * @param now the same clock, now
 * @param stable the latest stable checkpoint, with the quorum that signed it
 * @param peers what was last heard of each peer
 * @param evidence signed messages by which peers contradicted themselves, or this replica
 */
public record ReplicaState(
    ReplicaId replica,
    Mode mode,
    String why,
    View view,
    SequenceNumber executed,
    StableCheckpoint stable,
    Optional<Long> stuckSince,
    long now,
    SortedMap<ReplicaId, Peer> peers,
    List<Evidence> evidence) {

  /**
   * What a peer's last status said.
   *
   * @param heard by the replica's clock, in nanoseconds
   */
  public record Peer(View view, SequenceNumber executed, SequenceNumber stable, long heard) {}
}
