package io.quorate.extension.celestia;

/** How wide the subtrees of a blob's commitment are (celestia-app, ADR 13). */
final class SubtreeWidth {

  private static final int SUBTREE_ROOT_THRESHOLD = 64;

  private SubtreeWidth() {}

  /** Shares of the widest subtree of a blob of so many. */
  static int of(int shares) {
    int byThreshold = powerOfTwo((shares + SUBTREE_ROOT_THRESHOLD - 1) / SUBTREE_ROOT_THRESHOLD);
    return Math.min(byThreshold, powerOfTwo((int) Math.ceil(Math.sqrt(shares))));
  }

  private static int powerOfTwo(int atLeast) {
    return atLeast <= 1 ? 1 : Integer.highestOneBit(atLeast - 1) << 1;
  }
}
