package io.quorate.extension.celestia;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.MerklePath;
import io.quorate.engine.model.MerkleRoot;
import io.quorate.extension.celestia.Namespaced.Range;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A block's data whose first shares are one blob, and the proof of it. What stands for parity is
 * not computed: no check looks into it.
 */
final class Square {

  private final int side;
  private final int blobShares;
  private final List<List<Bytes>> rows = new ArrayList<>();
  private final List<Bytes> subtreeRoots;

  Square(int side, Bytes namespace, Bytes blob) {
    this.side = side;
    var shares = BlobShares.of(namespace, blob);
    this.blobShares = shares.size();
    this.subtreeRoots = BlobShares.subtreeRoots(namespace, shares);
    for (int row = 0; row < 2 * side; row++) {
      var leaves = new ArrayList<Bytes>();
      for (int column = 0; column < 2 * side; column++) {
        boolean original = row < side && column < side;
        int at = row * side + column;
        leaves.add(original ? leaf(namespace, shares, at) : parity(row, column));
      }
      rows.add(leaves);
    }
  }

  private Bytes leaf(Bytes namespace, List<Bytes> shares, int at) {
    if (at < shares.size()) {
      return Namespaced.leaf(namespace, shares.get(at));
    }
    var tail = new byte[Namespaced.NAMESPACE];
    Arrays.fill(tail, (byte) 0xff);
    tail[Namespaced.NAMESPACE - 1] = (byte) 0xfe;
    return Namespaced.leaf(Bytes.wrap(tail), Bytes.wrap(new byte[512]));
  }

  private static Bytes parity(int row, int column) {
    var parity = new byte[Namespaced.NAMESPACE];
    Arrays.fill(parity, (byte) 0xff);
    return Namespaced.leaf(Bytes.wrap(parity), Bytes.utf8(row + "," + column));
  }

  Digest dataRoot() {
    return MerkleRoot.ofHashes(roots());
  }

  BlobProof proof() {
    var proven = new ArrayList<BlobProof.Row>();
    for (int row = 0; row * side < blobShares; row++) {
      int to = Math.min(side, blobShares - row * side);
      var beside = new ArrayList<Bytes>();
      beside(rows.get(row), new Range(0, to), beside);
      proven.add(new BlobProof.Row(0, to, beside, root(rows.get(row)), path(row)));
    }
    return new BlobProof(subtreeRoots, proven);
  }

  /** Row roots, then as many column roots, as leaves. */
  private List<Digest> roots() {
    var roots = new ArrayList<Digest>();
    rows.forEach(row -> roots.add(MerkleRoot.leaf(root(row))));
    rows.forEach(row -> roots.add(MerkleRoot.leaf(row.get(0))));
    return roots;
  }

  private MerklePath path(int row) {
    var aunts = new ArrayList<Digest>();
    List<Digest> level = roots();
    for (int at = row; level.size() > 1; at /= 2) {
      aunts.add(level.get(at ^ 1));
      var above = new ArrayList<Digest>();
      for (int i = 0; i < level.size(); i += 2) {
        above.add(Digest.join(level.get(i), level.get(i + 1)));
      }
      level = above;
    }
    return new MerklePath(row, 4L * side, aunts);
  }

  private static Bytes root(List<Bytes> leaves) {
    int half = leaves.size() / 2;
    return leaves.size() == 1
        ? leaves.get(0)
        : Namespaced.above(root(leaves.subList(0, half)), root(leaves.subList(half, leaves.size())))
            .orElseThrow();
  }

  /** Nodes to the right of a range that begins at the left edge: the walk's, then upward. */
  private static void beside(List<Bytes> leaves, Range range, List<Bytes> found) {
    int width = 1;
    while (width < range.to()) {
      width *= 2;
    }
    inside(leaves.subList(0, width), range.to(), found);
    for (; width < leaves.size(); width *= 2) {
      found.add(root(leaves.subList(width, 2 * width)));
    }
  }

  private static void inside(List<Bytes> leaves, int to, List<Bytes> found) {
    if (to <= 0) {
      found.add(root(leaves));
    } else if (to < leaves.size()) {
      int half = leaves.size() / 2;
      inside(leaves.subList(0, half), to, found);
      inside(leaves.subList(half, leaves.size()), to - half, found);
    }
  }
}
