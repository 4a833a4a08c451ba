package io.quorate.bootstrap.kv;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.MerklePath;
import io.quorate.engine.model.MerkleRoot;
import io.quorate.engine.proof.StateProof;
import io.quorate.engine.spi.Chunk;
import io.quorate.engine.spi.LeafGroup;
import java.nio.BufferUnderflowException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one key's value is in a state, or that it has none, for who was not there. A claim until
 * {@link #answer} has checked it.
 *
 * @param proof the key's leaf; or the leaves on both sides of where it would be, which are fewer at
 *     an end of the group, and none in an empty one
 */
public record KeyProof(Bytes key, StateProof proof) {

  /**
   * What a proof shows.
   *
   * @param found the value and its version; empty when the key has none
   */
  public record Answer(Optional<KeyValueResult.Found> found) {}

  /** Of a state whose chunks these are, the store's first. */
  public static KeyProof of(List<Chunk> state, Bytes key) {
    var place = KeyPlace.of(key);
    var groups = state.get(place.bucket()).groups();
    var group = groups.get(place.groupInChunk());
    var roots = groups.stream().map(each -> MerkleRoot.leaf(each.root())).toList();
    var chunks = state.stream().map(each -> MerkleRoot.leaf(each.digest())).toList();
    return new KeyProof(
        key,
        new StateProof(
            group.root(),
            leaves(group, key),
            MerklePath.of(roots, place.groupInChunk()),
            MerklePath.of(chunks, place.bucket())));
  }

  private static List<StateProof.Leaf> leaves(LeafGroup group, Bytes key) {
    var hashes = group.hashes();
    int next = 0;
    while (next < group.size() && KeyGroup.compare(keyOf(group.leaf(next)), key) < 0) {
      next++;
    }
    boolean present = next < group.size() && keyOf(group.leaf(next)).equals(key);
    var shown = new ArrayList<StateProof.Leaf>();
    for (int i = present ? next : next - 1; i <= next; i++) {
      if (i >= 0 && i < group.size()) {
        shown.add(new StateProof.Leaf(group.leaf(i), MerklePath.of(hashes, i)));
      }
    }
    return shown;
  }

  private static Bytes keyOf(Bytes leaf) {
    var from = leaf.asBuffer();
    return LengthPrefixed.take(leaf, from, Short.toUnsignedInt(from.getShort()));
  }

  /** What it shows about the state with this root; empty when it shows nothing. */
  public Optional<Answer> answer(Digest state) {
    if (!leadsTo(state)) {
      return Optional.empty();
    }
    try {
      return answer();
    } catch (BufferUnderflowException e) {
      return Optional.empty();
    }
  }

  private boolean leadsTo(Digest state) {
    var place = KeyPlace.of(key);
    return proof.inChunk().index() == place.groupInChunk()
        && proof.inChunk().total() == 1 + KeyPlace.GROUPS
        && proof.inState().index() == place.bucket()
        && proof.inState().total() >= KeyPlace.BUCKETS
        && proof.state().filter(state::equals).isPresent();
  }

  private Optional<Answer> answer() {
    var leaves = proof.leaves();
    if (leaves.size() == 1 && keyOf(leaves.get(0).content()).equals(key)) {
      return found(leaves.get(0).content()).map(found -> new Answer(Optional.of(found)));
    }
    return isGap(leaves) ? Optional.of(new Answer(Optional.empty())) : Optional.empty();
  }

  private boolean isGap(List<StateProof.Leaf> leaves) {
    if (leaves.isEmpty()) {
      return proof.isEmptyGroup();
    }
    var first = leaves.get(0);
    var last = leaves.get(leaves.size() - 1);
    if (leaves.size() == 1) {
      return isBefore(first)
          ? first.path().index() == first.path().total() - 1
          : first.path().index() == 0 && isAfter(first);
    }
    return leaves.size() == 2
        && isBefore(first)
        && isAfter(last)
        && first.path().index() + 1 == last.path().index()
        && first.path().total() == last.path().total();
  }

  private boolean isBefore(StateProof.Leaf leaf) {
    return KeyGroup.compare(keyOf(leaf.content()), key) < 0;
  }

  private boolean isAfter(StateProof.Leaf leaf) {
    return KeyGroup.compare(keyOf(leaf.content()), key) > 0;
  }

  private static Optional<KeyValueResult.Found> found(Bytes leaf) {
    var from = leaf.asBuffer();
    LengthPrefixed.take(leaf, from, Short.toUnsignedInt(from.getShort()));
    long version = from.getLong();
    var value = LengthPrefixed.take(leaf, from, from.getInt());
    return from.hasRemaining()
        ? Optional.empty()
        : Optional.of(new KeyValueResult.Found(version, value));
  }
}
