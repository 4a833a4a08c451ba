package io.quorate.engine.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Immutable octets with value equality. A slice shares its parent's array, so that decoding copies
 * nothing; whoever makes one with {@link #wrap} gives the array away.
 */
public final class Bytes {

  public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

  private static final int SHOWN = 8;

  private final byte[] array;
  private final int offset;
  private final int length;

  private Bytes(byte[] array, int offset, int length) {
    this.array = array;
    this.offset = offset;
    this.length = length;
  }

  /** The caller must not write to {@code array} from now on. */
  public static Bytes wrap(byte[] array) {
    return array.length == 0 ? EMPTY : new Bytes(array, 0, array.length);
  }

  public static Bytes copyOf(byte[] array) {
    return wrap(array.clone());
  }

  public static Bytes utf8(String text) {
    return wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /** All of these, one after the other, copied. */
  public static Bytes join(Iterable<Bytes> pieces) {
    int length = 0;
    for (var piece : pieces) {
      length = Math.addExact(length, piece.length);
    }
    var all = new byte[length];
    int at = 0;
    for (var piece : pieces) {
      System.arraycopy(piece.array, piece.offset, all, at, piece.length);
      at += piece.length;
    }
    return wrap(all);
  }

  /**
   * The same octets for keeping: copied if they are less than half of the array that they share,
   * which keeping them would keep.
   */
  public Bytes owned() {
    return length >= array.length / 2 ? this : wrap(toArray());
  }

  public int length() {
    return length;
  }

  public boolean isEmpty() {
    return length == 0;
  }

  public byte at(int index) {
    return array[offset + java.util.Objects.checkIndex(index, length)];
  }

  /** Octets {@code from} (inclusive) to {@code to} (exclusive), not copied. */
  public Bytes slice(int from, int to) {
    java.util.Objects.checkFromToIndex(from, to, length);
    return from == 0 && to == length ? this : new Bytes(array, offset + from, to - from);
  }

  /** A copy that the caller owns. */
  public byte[] toArray() {
    return Arrays.copyOfRange(array, offset, offset + length);
  }

  /** The octets without a copy where they fill an array of their own: never write to it. */
  public byte[] unsafeArray() {
    return offset == 0 && length == array.length ? array : toArray();
  }

  /** A read-only view whose position 0 is the first octet, also of a slice. */
  public ByteBuffer asBuffer() {
    return ByteBuffer.wrap(array, offset, length).slice().asReadOnlyBuffer();
  }

  /** The array behind these octets, for readers that take (array, offset, length). */
  public <R> R read(ArrayReader<R> reader) {
    return reader.read(array, offset, length);
  }

  /** Reads octets in place and must not write to the array. */
  @FunctionalInterface
  public interface ArrayReader<R> {
    R read(byte[] array, int offset, int length);
  }

  public String asUtf8() {
    return new String(array, offset, length, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that
        && Arrays.equals(
            array, offset, offset + length, that.array, that.offset, that.offset + that.length);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + array[i];
    }
    return hash;
  }

  @Override
  public String toString() {
    var text = new StringBuilder().append(length).append(" bytes");
    for (int i = 0; i < Math.min(length, SHOWN); i++) {
      text.append(i == 0 ? " " : "").append(String.format("%02x", array[offset + i]));
    }
    return length > SHOWN ? text.append('…').toString() : text.toString();
  }
}
