package io.quorate.engine.proof;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.MerklePath;
import io.quorate.engine.model.MerkleRoot;
import java.util.List;
import java.util.Optional;

/**
 * That leaves are in one group of the state for which a header speaks: from leaf to group, from
 * group to chunk, from chunk to state. What a leaf means, and which group it must be in, is the
 * application's.
 *
 * <p>The depth of a way cannot be lied about: a leaf's hash is told from an inner node's (RFC 6962,
 * section 2.1), at each of the three steps. So leaves with neighbouring numbers are neighbours,
 * number 0 is the first and the last number is the last one.
 *
 * @param group root of the group; of one without leaves, the digest of nothing
 * @param leaves none for an empty group
 */
public record StateProof(Digest group, List<Leaf> leaves, MerklePath inChunk, MerklePath inState) {

  public StateProof {
    leaves = List.copyOf(leaves);
  }

  /** A leaf, and its way to the group's root. */
  public record Leaf(Bytes content, MerklePath path) {}

  /** The state's root to which all of it leads; empty when it leads nowhere. */
  public Optional<Digest> state() {
    for (var leaf : leaves) {
      var root = leaf.path().rootFrom(MerkleRoot.leaf(leaf.content()));
      if (root.filter(group::equals).isEmpty()) {
        return Optional.empty();
      }
    }
    return inChunk
        .rootFrom(MerkleRoot.leaf(group))
        .flatMap(chunk -> inState.rootFrom(MerkleRoot.leaf(chunk)));
  }

  /** Whether the group has no leaves at all. */
  public boolean isEmptyGroup() {
    return leaves.isEmpty() && group.equals(MerkleRoot.of(List.of()));
  }
}
