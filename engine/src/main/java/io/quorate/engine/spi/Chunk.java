package io.quorate.engine.spi;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a state machine's state; hashed once, when it is made. Its bytes may be in several
 * pieces, so that a large value is in the state and in its chunk without being there twice: a
 * machine that holds values of many sizes makes its chunks of {@linkplain #of(List) pieces}.
 */
public final class Chunk {

  private final List<Bytes> pieces;
  private final Digest digest;
  private final int length;

  private Chunk(List<Bytes> pieces) {
    this.pieces = List.copyOf(pieces);
    var running = new Digest.Running();
    long sum = 0;
    for (var piece : pieces) {
      piece.read(running::add);
      sum += piece.length();
    }
    this.digest = running.end();
    this.length = Math.toIntExact(sum);
  }

  public static Chunk of(Bytes octets) {
    return new Chunk(List.of(octets));
  }

  /** The chunk whose bytes are those of the pieces, one after the other; none is copied. */
  public static Chunk of(List<Bytes> pieces) {
    return new Chunk(pieces);
  }

  public Digest digest() {
    return digest;
  }

  public int length() {
    return length;
  }

  public List<Bytes> pieces() {
    return pieces;
  }

  /** All bytes; copied unless they are in one piece. */
  public Bytes octets() {
    return slice(0, length);
  }

  /** Bytes {@code from} (inclusive) to {@code to} (exclusive); copied unless in one piece. */
  public Bytes slice(int from, int to) {
    java.util.Objects.checkFromToIndex(from, to, length);
    var found = new ArrayList<Bytes>();
    int start = 0;
    for (var piece : pieces) {
      int first = Math.max(from, start);
      int last = Math.min(to, start + piece.length());
      if (first < last) {
        found.add(piece.slice(first - start, last - start));
      }
      start += piece.length();
    }
    return found.size() == 1 ? found.get(0) : Bytes.join(found);
  }

  /** Equal digests are equal bytes. */
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
