package io.quorate.engine.spi;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.MerkleRoot;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A part of a state machine's state: groups of leaves, hashed once, when it is made. Its bytes may
 * be in several pieces, so that a large value is in the state and in its chunk without being there
 * twice.
 *
 * <p>It travels and is stored as its {@linkplain #pieces frame}: how many groups, of each how many
 * leaves and how long they are, then the leaves' bytes. All numbers have four bytes.
 */
public final class Chunk {

  /** Groups of one chunk: each takes memory before it is known to be worth it. */
  private static final int MOST_GROUPS = 65_536;

  private final List<LeafGroup> groups;
  private final List<Bytes> content;
  private final Bytes head;
  private final Digest digest;
  private final int length;

  private Chunk(List<LeafGroup> groups, Bytes head, List<Bytes> content) {
    this.groups = groups;
    this.head = head;
    this.content = content;
    this.digest = MerkleRoot.of(groups.stream().map(LeafGroup::root).toList());
    long sum = head.length() + content.stream().mapToLong(Bytes::length).sum();
    this.length = Math.toIntExact(sum);
  }

  /** A chunk of one leaf. */
  public static Chunk of(Bytes content) {
    return of(List.of(content));
  }

  /** A chunk of one leaf, whose bytes are those of the pieces; none is copied. */
  public static Chunk of(List<Bytes> pieces) {
    int length = Math.toIntExact(pieces.stream().mapToLong(Bytes::length).sum());
    return ofGroups(List.of(LeafGroup.of(pieces, length)));
  }

  /** A chunk of these groups; nothing that they have hashed is hashed again. */
  public static Chunk ofGroups(List<LeafGroup> groups) {
    var content = new ArrayList<Bytes>();
    groups.forEach(group -> content.addAll(group.pieces()));
    return new Chunk(List.copyOf(groups), head(groups), List.copyOf(content));
  }

  private static Bytes head(List<LeafGroup> groups) {
    int numbers = 1 + groups.stream().mapToInt(group -> 1 + group.size()).sum();
    var head = ByteBuffer.allocate(Integer.BYTES * numbers).putInt(groups.size());
    for (var group : groups) {
      head.putInt(group.size());
      for (int i = 0; i < group.size(); i++) {
        head.putInt(group.length(i));
      }
    }
    return Bytes.wrap(head.array());
  }

  /** The chunk whose frame this is; empty when it is none. The bytes are anybody's. */
  public static Optional<Chunk> read(Bytes frame) {
    var in = frame.asBuffer();
    if (in.remaining() < Integer.BYTES) {
      return Optional.empty();
    }
    int count = in.getInt();
    if (count < 0 || count > MOST_GROUPS) {
      return Optional.empty();
    }
    var lengths = new ArrayList<int[]>();
    for (int i = 0; i < count; i++) {
      int size = in.remaining() < Integer.BYTES ? -1 : in.getInt();
      if (size < 0 || size > in.remaining() / Integer.BYTES) {
        return Optional.empty();
      }
      var each = new int[size];
      for (int leaf = 0; leaf < size; leaf++) {
        each[leaf] = in.getInt();
      }
      lengths.add(each);
    }
    return cut(frame, in.position(), lengths);
  }

  private static Optional<Chunk> cut(Bytes frame, int begin, List<int[]> lengths) {
    var groups = new ArrayList<LeafGroup>(lengths.size());
    long at = begin;
    for (var each : lengths) {
      long from = at;
      for (int length : each) {
        at += length;
        if (length < 0 || at > frame.length()) {
          return Optional.empty();
        }
      }
      groups.add(LeafGroup.of(List.of(frame.slice((int) from, (int) at)), each));
    }
    if (at != frame.length()) {
      return Optional.empty();
    }
    var content = List.of(frame.slice(begin, frame.length()));
    return Optional.of(new Chunk(List.copyOf(groups), frame.slice(0, begin), content));
  }

  /** Merkle root over the roots of its groups (RFC 6962, section 2.1): what it is known by. */
  public Digest digest() {
    return digest;
  }

  public List<LeafGroup> groups() {
    return groups;
  }

  /** The leaves' bytes, one after the other; copied unless they are in one piece. */
  public Bytes content() {
    return content.size() == 1 ? content.get(0) : Bytes.join(content);
  }

  /** Bytes of its frame. */
  public int length() {
    return length;
  }

  /** Its frame: what travels and is stored. */
  public List<Bytes> pieces() {
    var pieces = new ArrayList<Bytes>(1 + content.size());
    pieces.add(head);
    pieces.addAll(content);
    return pieces;
  }

  /** Its frame in one piece; copied. */
  public Bytes frame() {
    return slice(0, length);
  }

  /** Bytes {@code from} (inclusive) to {@code to} (exclusive) of its frame. */
  public Bytes slice(int from, int to) {
    java.util.Objects.checkFromToIndex(from, to, length);
    var found = new ArrayList<Bytes>();
    int start = 0;
    for (var piece : pieces()) {
      int first = Math.max(from, start);
      int last = Math.min(to, start + piece.length());
      if (first < last) {
        found.add(piece.slice(first - start, last - start));
      }
      start += piece.length();
    }
    return found.size() == 1 ? found.get(0) : Bytes.join(found);
  }

  /** Equal digests are equal leaves. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Chunk chunk && chunk.digest.equals(digest);
  }

  @Override
  public int hashCode() {
    return digest.hashCode();
  }

  @Override
  public String toString() {
    return "chunk " + digest + " of " + length + " bytes";
  }
}
