package io.quorate.engine.model;

import java.nio.ByteBuffer;
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
    List<Digest> level = leaves.stream().map(MerkleRoot::leaf).toList();
    while (level.size() > 1) {
      level = above(level);
    }
    return level.get(0);
  }

  /** RFC 6962 splits at the largest power of two, which is the same as pairing level by level. */
  private static List<Digest> above(List<Digest> level) {
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
    var octets = ByteBuffer.allocate(1 + Digest.LENGTH).put((byte) 0);
    digest.write(octets);
    return Digest.of(Bytes.wrap(octets.array()));
  }
}
