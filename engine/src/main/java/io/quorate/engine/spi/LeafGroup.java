package io.quorate.engine.spi;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.MerkleRoot;
import java.util.ArrayList;
import java.util.List;

/**
 * Leaves of a {@link Chunk} that are hashed together: a machine that keeps a group as long as none
 * of its leaves changes need not hash it again. A leaf is what can be proven alone, such as one key
 * with its value. Immutable.
 */
public final class LeafGroup {

  /** A group without leaves. */
  public static final LeafGroup EMPTY = new LeafGroup(List.of(), new int[0]);

  private final List<Bytes> pieces;
  private final int[] lengths;
  private final Digest root;

  private LeafGroup(List<Bytes> pieces, int[] lengths) {
    this.pieces = pieces;
    this.lengths = lengths;
    this.root = rootOf(hashes());
  }

  /**
   * The group whose leaves lie in these pieces, one behind the other; none is copied.
   *
   * @param lengths bytes of each leaf; in all as many as the pieces have
   */
  public static LeafGroup of(List<Bytes> pieces, int... lengths) {
    long sum = 0;
    for (int length : lengths) {
      sum += length;
    }
    if (sum != pieces.stream().mapToLong(Bytes::length).sum()) {
      throw new IllegalArgumentException("the leaves are not as long as the pieces");
    }
    return new LeafGroup(List.copyOf(pieces), lengths.clone());
  }

  private static Digest rootOf(List<Digest> hashes) {
    return hashes.isEmpty() ? MerkleRoot.of(List.of()) : MerkleRoot.ofHashes(hashes);
  }

  /** The hash of each leaf, in order; of these {@link #root} is the root. */
  public List<Digest> hashes() {
    var hasher = new Digest.Running();
    var hashes = new ArrayList<Digest>(lengths.length);
    var at = new Cursor(pieces);
    for (int length : lengths) {
      MerkleRoot.beginLeaf(hasher);
      at.feed(hasher, length);
      hashes.add(hasher.end());
    }
    return hashes;
  }

  /** Merkle root over its leaves (RFC 6962, section 2.1). */
  public Digest root() {
    return root;
  }

  /** How many leaves it has. */
  public int size() {
    return lengths.length;
  }

  /** Bytes of this leaf. */
  int length(int leaf) {
    return lengths[leaf];
  }

  /** Its leaves' bytes, one after the other. */
  List<Bytes> pieces() {
    return pieces;
  }

  /** The bytes of one leaf; copied unless they are in one piece. */
  public Bytes leaf(int index) {
    int from = 0;
    for (int i = 0; i < index; i++) {
      from += lengths[i];
    }
    return Bytes.join(pieces).slice(from, from + lengths[index]);
  }

  /** A place in pieces, which moves on. */
  private static final class Cursor {
    private final List<Bytes> pieces;
    private int piece;
    private int offset;

    Cursor(List<Bytes> pieces) {
      this.pieces = pieces;
    }

    void feed(Digest.Running hasher, int length) {
      int left = length;
      while (left > 0) {
        var here = pieces.get(piece);
        int count = Math.min(left, here.length() - offset);
        int from = offset;
        here.read((array, start, all) -> hasher.add(array, start + from, count));
        left -= count;
        offset += count;
        if (offset == here.length()) {
          piece++;
          offset = 0;
        }
      }
    }
  }
}
