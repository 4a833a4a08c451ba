package io.quorate.extension.celestia;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.MerkleRoot;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A blob as Celestia lays it out: shares of 512 bytes, version 0 (celestia-app, specs/shares.md),
 * and the commitment that a transaction makes to it.
 */
public final class BlobShares {

  /** Bytes of a blob that are looked at. */
  public static final int MOST_BYTES = 2 << 20;

  private static final int SHARE = 512;
  private static final byte FIRST = 1;
  private static final byte CONTINUATION = 0;

  private BlobShares() {}

  /**
   * Splits a blob.
   *
   * @param namespace 29 bytes: version and id
   */
  public static List<Bytes> of(Bytes namespace, Bytes blob) {
    if (namespace.length() != Namespaced.NAMESPACE) {
      throw new IllegalArgumentException("a namespace has 29 bytes, not " + namespace.length());
    }
    if (blob.isEmpty() || blob.length() > MOST_BYTES) {
      throw new IllegalArgumentException("a blob has 1 to " + MOST_BYTES + " bytes");
    }
    var shares = new ArrayList<Bytes>();
    int at = 0;
    while (at < blob.length()) {
      var share = ByteBuffer.allocate(SHARE).put(namespace.asBuffer());
      if (at == 0) {
        share.put(FIRST).putInt(blob.length());
      } else {
        share.put(CONTINUATION);
      }
      int taken = Math.min(share.remaining(), blob.length() - at);
      share.put(blob.slice(at, at + taken).asBuffer());
      shares.add(Bytes.wrap(share.array()));
      at += taken;
    }
    return shares;
  }

  /** The commitment to a blob: the root over the roots of its subtrees. */
  public static Digest commitment(Bytes namespace, Bytes blob) {
    return MerkleRoot.ofHashes(
        subtreeRoots(namespace, of(namespace, blob)).stream().map(MerkleRoot::leaf).toList());
  }

  static List<Bytes> subtreeRoots(Bytes namespace, List<Bytes> shares) {
    int width = SubtreeWidth.of(shares.size());
    var roots = new ArrayList<Bytes>();
    int at = 0;
    while (at < shares.size()) {
      int size = Math.min(width, Integer.highestOneBit(shares.size() - at));
      roots.add(root(namespace, shares.subList(at, at + size)));
      at += size;
    }
    return roots;
  }

  /** The namespaced root over a power of two of shares, all of one namespace. */
  private static Bytes root(Bytes namespace, List<Bytes> shares) {
    List<Bytes> level = shares.stream().map(each -> Namespaced.leaf(namespace, each)).toList();
    while (level.size() > 1) {
      var above = new ArrayList<Bytes>(level.size() / 2);
      for (int i = 0; i < level.size(); i += 2) {
        above.add(Namespaced.above(level.get(i), level.get(i + 1)).orElseThrow());
      }
      level = above;
    }
    return level.get(0);
  }
}
