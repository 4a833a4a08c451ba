package io.quorate.extension.celestia;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.MerklePath;
import io.quorate.engine.model.MerkleRoot;
import io.quorate.extension.celestia.Namespaced.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * That a blob lies in a block's data: subtree roots, whose root is the blob's commitment, each in
 * its row, each row in the data root. What celestia-node calls a CommitmentProof.
 *
 * @param subtreeRoots of all rows, in order
 * @param rows one for each row of the square that the blob touches, in order
 */
public record BlobProof(List<Bytes> subtreeRoots, List<Row> rows) {

  /** Rows that are looked at: what one question may cost. */
  public static final int MOST_ROWS = 512;

  private static final int MOST_WIDTH = 1 << 12;

  public BlobProof {
    subtreeRoots = List.copyOf(subtreeRoots);
    rows = List.copyOf(rows);
    if (rows.isEmpty() || rows.size() > MOST_ROWS) {
      throw new IllegalArgumentException("from 1 to " + MOST_ROWS + " rows, not " + rows.size());
    }
  }

  /**
   * The blob's part of one row.
   *
   * @param from first share of the row that is the blob's
   * @param to the share behind the last
   * @param beside nodes of the row's tree that lead to its root
   * @param root of the row
   * @param path from the row to the data root
   */
  public record Row(int from, int to, List<Bytes> beside, Bytes root, MerklePath path) {
    public Row {
      beside = List.copyOf(beside);
      if (from < 0 || from >= to || to > MOST_WIDTH) {
        throw new IllegalArgumentException("shares " + from + " to " + to + " of a row");
      }
    }

    int shares() {
      return to - from;
    }
  }

  /** The commitment to the blob that these subtree roots make. */
  public Digest commitment() {
    return MerkleRoot.ofHashes(subtreeRoots.stream().map(MerkleRoot::leaf).toList());
  }

  /** Whether every row lies in the data root. */
  public boolean rowsLieIn(Digest dataRoot) {
    long next = rows.get(0).path().index();
    for (var row : rows) {
      if (row.path().index() != next++
          || !row.path().rootFrom(MerkleRoot.leaf(row.root())).equals(Optional.of(dataRoot))) {
        return false;
      }
    }
    return true;
  }

  /** Whether the subtree roots, all of them and no others, lie in the rows where they should. */
  public boolean subtreesLieInRows() {
    int width = SubtreeWidth.of(rows.stream().mapToInt(Row::shares).sum());
    int used = 0;
    for (var row : rows) {
      var ranges = ranges(row, width);
      if (used + ranges.size() > subtreeRoots.size()) {
        return false;
      }
      var mine = subtreeRoots.subList(used, used + ranges.size());
      used += ranges.size();
      var root = Namespaced.root(new Range(row.from(), row.to()), ranges, mine, row.beside());
      if (!root.equals(Optional.of(row.root()))) {
        return false;
      }
    }
    return used == subtreeRoots.size();
  }

  /** The largest whole subtrees of at most this width that make up the row's part. */
  private static List<Range> ranges(Row row, int width) {
    var ranges = new ArrayList<Range>();
    int at = row.from();
    while (at < row.to()) {
      int size = Math.min(Integer.highestOneBit(row.to() - at), width);
      if (at != 0) {
        size = Math.min(size, Integer.lowestOneBit(at));
      }
      ranges.add(new Range(at, at + size));
      at += size;
    }
    return ranges;
  }
}
