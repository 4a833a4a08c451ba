package io.quorate.engine.model;

import java.util.List;
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
