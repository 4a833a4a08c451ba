package io.quorate.engine.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The way from one leaf to the root of a {@link MerkleRoot} tree (RFC 6962, section 2.1.1).
 *
 * @param index of the leaf, from 0
 * @param total leaves of the tree
 * @param aunts hashes beside the way, the leaf's sibling first
 */
public record MerklePath(long index, long total, List<Digest> aunts) {

  public MerklePath {
    aunts = List.copyOf(aunts);
  }

  /** The way from this leaf, of leaves whose hashes are these, to {@link MerkleRoot#ofHashes}. */
  public static MerklePath of(List<Digest> hashes, int index) {
    Objects.checkIndex(index, hashes.size());
    var aunts = new ArrayList<Digest>();
    var hasher = new Digest.Running();
    var level = hashes;
    for (int at = index; level.size() > 1; at /= 2) {
      int sibling = at ^ 1;
      if (sibling < level.size()) {
        aunts.add(level.get(sibling));
      }
      level = MerkleRoot.above(level, hasher);
    }
    return new MerklePath(index, hashes.size(), aunts);
  }

  /** The root to which it leads from this leaf's hash; empty when it is no way in such a tree. */
  public Optional<Digest> rootFrom(Digest leaf) {
    if (index < 0 || index >= total) {
      return Optional.empty();
    }
    var hash = leaf;
    long at = index;
    long width = total;
    int used = 0;
    while (width > 1) {
      boolean hasSibling = at % 2 == 1 || at + 1 < width;
      if (hasSibling) {
        if (used == aunts.size()) {
          return Optional.empty();
        }
        var aunt = aunts.get(used++);
        hash = at % 2 == 1 ? Digest.join(aunt, hash) : Digest.join(hash, aunt);
      }
      at /= 2;
      width = (width + 1) / 2;
    }
    return used == aunts.size() ? Optional.of(hash) : Optional.empty();
  }
}
