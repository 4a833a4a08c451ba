package io.quorate.engine.model;

import java.util.ArrayList;
import java.util.List;

/** The root of a binary Merkle tree as in RFC 6962, §2.1, over digests. */
public final class MerkleRoot {

  private MerkleRoot() {}

  /** The root over these leaves, in this order; of none, the digest of nothing. */
  public static Digest of(List<Digest> leaves) {
    if (leaves.isEmpty()) {
      return Digest.of(Bytes.EMPTY);
    }
    return ofHashes(leaves.stream().map(MerkleRoot::leaf).toList());
  }

  /** The root over leaves whose hashes are known, in this order; at least one. */
  public static Digest ofHashes(List<Digest> hashes) {
    List<Digest> level = hashes;
    while (level.size() > 1) {
      level = above(level);
    }
    return level.get(0);
  }

  /** The hash of a leaf: of a zero and its bytes, so that no inner node is taken for one. */
  public static Digest leaf(Bytes content) {
    var prefixed = new byte[1 + content.length()];
    content.read(
        (array, offset, length) -> {
          System.arraycopy(array, offset, prefixed, 1, length);
          return prefixed;
        });
    return Digest.of(Bytes.wrap(prefixed));
  }

  /** RFC 6962 splits at the largest power of two, which is the same as pairing level by level. */
  static List<Digest> above(List<Digest> level) {
    var parents = new ArrayList<Digest>((level.size() + 1) / 2);
    for (int i = 0; i + 1 < level.size(); i += 2) {
      parents.add(Digest.join(level.get(i), level.get(i + 1)));
    }
    if (level.size() % 2 == 1) {
      parents.add(level.get(level.size() - 1));
    }
    return parents;
  }

  private static Digest leaf(Digest digest) {
    return leaf(digest.toBytes());
  }
}
