package io.quorate.engine.model;

import java.util.ArrayList;
import java.util.List;

/** The root of a binary Merkle tree as in RFC 6962, §2.1, over digests. */
public final class MerkleRoot {

  private static final byte[] LEAF = {0};

  private MerkleRoot() {}

  /** The root over these leaves, in this order; of none, the digest of nothing. */
  public static Digest of(List<Digest> leaves) {
    if (leaves.isEmpty()) {
      return Digest.of(Bytes.EMPTY);
    }
    var hasher = new Digest.Running();
    return ofHashes(leaves.stream().map(leaf -> leaf(hasher, leaf)).toList());
  }

  /** The root over leaves whose hashes are known, in this order; at least one. */
  public static Digest ofHashes(List<Digest> hashes) {
    var hasher = new Digest.Running();
    List<Digest> level = hashes;
    while (level.size() > 1) {
      level = above(level, hasher);
    }
    return level.get(0);
  }

  /** The hash of a leaf: of a zero and its bytes, so that no inner node is taken for one. */
  public static Digest leaf(Bytes content) {
    var hasher = new Digest.Running();
    beginLeaf(hasher);
    return content.read(hasher::add).end();
  }

  /** The hash of a leaf that is a digest itself, such as the root of another tree. */
  public static Digest leaf(Digest digest) {
    return leaf(new Digest.Running(), digest);
  }

  private static Digest leaf(Digest.Running hasher, Digest digest) {
    beginLeaf(hasher);
    return hasher.add(digest).end();
  }

  /** What the hash of a leaf begins with; its bytes are to follow. */
  public static void beginLeaf(Digest.Running hasher) {
    hasher.add(LEAF, 0, LEAF.length);
  }

  /** RFC 6962 splits at the largest power of two, which is the same as pairing level by level. */
  static List<Digest> above(List<Digest> level, Digest.Running hasher) {
    var parents = new ArrayList<Digest>((level.size() + 1) / 2);
    for (int i = 0; i + 1 < level.size(); i += 2) {
      parents.add(hasher.join(level.get(i), level.get(i + 1)));
    }
    if (level.size() % 2 == 1) {
      parents.add(level.get(level.size() - 1));
    }
    return parents;
  }
}
