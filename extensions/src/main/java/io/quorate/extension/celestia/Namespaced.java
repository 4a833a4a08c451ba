package io.quorate.extension.celestia;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Namespaced Merkle trees: a node is its smallest namespace, its largest one and a hash, so that a
 * root also says which namespaces lie below it. The namespace of parity shares, all ones, does not
 * count as the largest.
 */
final class Namespaced {

  /** Bytes of a namespace, with its version. */
  static final int NAMESPACE = 29;

  /** Bytes of a node. */
  static final int NODE = 2 * NAMESPACE + Digest.LENGTH;

  private static final byte[] PARITY = parity();
  private static final byte LEAF = 0;
  private static final byte INNER = 1;

  private Namespaced() {}

  static Bytes leaf(Bytes namespace, Bytes share) {
    var hashed =
        ByteBuffer.allocate(1 + NAMESPACE + share.length())
            .put(LEAF)
            .put(namespace.asBuffer())
            .put(share.asBuffer())
            .array();
    return node(namespace, namespace, hashed);
  }

  /** The node above two; empty when they are no neighbours in a tree. */
  static Optional<Bytes> above(Bytes left, Bytes right) {
    if (left.length() != NODE || right.length() != NODE) {
      return Optional.empty();
    }
    if (Arrays.compareUnsigned(smallest(right).toArray(), largest(left).toArray()) < 0) {
      return Optional.empty();
    }
    var hashed =
        ByteBuffer.allocate(1 + 2 * NODE)
            .put(INNER)
            .put(left.asBuffer())
            .put(right.asBuffer())
            .array();
    return Optional.of(node(smallest(left), above(smallest(left), left, right), hashed));
  }

  private static Bytes above(Bytes smallest, Bytes left, Bytes right) {
    if (Arrays.equals(smallest.toArray(), PARITY)) {
      return smallest;
    }
    return Arrays.equals(smallest(right).toArray(), PARITY) ? largest(left) : largest(right);
  }

  static Bytes smallest(Bytes node) {
    return node.slice(0, NAMESPACE);
  }

  static Bytes largest(Bytes node) {
    return node.slice(NAMESPACE, 2 * NAMESPACE);
  }

  private static Bytes node(Bytes smallest, Bytes largest, byte[] hashed) {
    var node =
        ByteBuffer.allocate(NODE)
            .put(smallest.asBuffer())
            .put(largest.asBuffer())
            .put(Digest.of(Bytes.wrap(hashed)).toBytes().asBuffer());
    return Bytes.wrap(node.array());
  }

  private static byte[] parity() {
    var parity = new byte[NAMESPACE];
    Arrays.fill(parity, (byte) 0xff);
    return parity;
  }

  /** Leaves {@code from} (inclusive) to {@code to} (exclusive). */
  record Range(int from, int to) {}

  /**
   * The root of a tree from roots of subtrees and the nodes beside them.
   *
   * @param proven all that the subtrees cover
   * @param subtrees their ranges, in order; each a whole subtree
   * @param roots as many
   * @param beside the other nodes, in the order in which the tree is walked, then upward
   */
  static Optional<Bytes> root(
      Range proven, List<Range> subtrees, List<Bytes> roots, List<Bytes> beside) {
    if (subtrees.size() != roots.size()) {
      return Optional.empty();
    }
    int width = 1;
    while (width < proven.to()) {
      width *= 2;
    }
    var walk = new Walk(proven, subtrees, roots, beside);
    var root = walk.over(0, width);
    while (root.isPresent() && !walk.beside.isEmpty()) {
      root = above(root.get(), walk.beside.poll());
    }
    return walk.isWhole() ? root : Optional.empty();
  }

  /** Walks the tree from left to right and notes when what it was given is none. */
  private static final class Walk {

    private final Range proven;
    private final Deque<Range> subtrees;
    private final Deque<Bytes> roots;
    private final Deque<Bytes> beside;
    private boolean broken;

    Walk(Range proven, List<Range> subtrees, List<Bytes> roots, List<Bytes> beside) {
      this.proven = proven;
      this.subtrees = new ArrayDeque<>(subtrees);
      this.roots = new ArrayDeque<>(roots);
      this.beside = new ArrayDeque<>(beside);
    }

    /** Whether every subtree was used, in its place. */
    boolean isWhole() {
      return !broken && subtrees.isEmpty();
    }

    /** The node over these leaves; empty where the tree ends before them, or when it is none. */
    Optional<Bytes> over(int from, int to) {
      if (to <= proven.from() || from >= proven.to()) {
        return Optional.ofNullable(beside.poll());
      }
      var next = subtrees.peek();
      if (next != null && next.from() == from && next.to() == to) {
        subtrees.poll();
        return Optional.of(roots.poll());
      }
      if (next == null || to - from <= 1) {
        return noTree();
      }
      int middle = from + Integer.highestOneBit(to - from - 1);
      return join(over(from, middle), over(middle, to));
    }

    private Optional<Bytes> join(Optional<Bytes> left, Optional<Bytes> right) {
      if (left.isPresent() && right.isEmpty()) {
        return left;
      }
      var both = left.flatMap(first -> right.flatMap(second -> above(first, second)));
      return both.isPresent() ? both : noTree();
    }

    private Optional<Bytes> noTree() {
      broken = true;
      return Optional.empty();
    }
  }
}
