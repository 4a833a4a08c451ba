package io.quorate.engine.codec;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Writes deterministic CBOR (RFC 8949, §4.2): shortest integers, definite lengths, arrays instead
 * of maps, so that one value has one encoding. Used once, by one thread.
 */
final class CborWriter {

  private static final int FIRST_CAPACITY = 256;
  private static final int LONGEST_HEAD = 9;
  private static final int SHARED = 1_024;

  private ByteBuffer octets;

  /** What takes the octets whenever there is no room for more, if only their digest is wanted. */
  private final Optional<Digest.Running> digest;

  /** What was written before the octets, if values are handed on and not copied. */
  private final List<Bytes> pieces = new ArrayList<>();

  private final boolean inPieces;

  /** Elements still owed to each open array. */
  private final int[] owed = new int[CborReader.MAX_DEPTH];

  private int depth;

  CborWriter() {
    this(FIRST_CAPACITY);
  }

  /**
   * @param capacity octets expected
   */
  CborWriter(int capacity) {
    this(capacity, Optional.empty(), false);
  }

  private CborWriter(int capacity, Optional<Digest.Running> digest, boolean inPieces) {
    this.octets = ByteBuffer.allocate(capacity);
    this.digest = digest;
    this.inPieces = inPieces;
  }

  /** Keeps no octets, however many are written: for {@link #toDigest}. */
  static CborWriter digesting() {
    return new CborWriter(FIRST_CAPACITY, Optional.of(new Digest.Running()), false);
  }

  /** Copies no value of {@value #SHARED} octets or more: for {@link #toPieces}. */
  static CborWriter inPieces() {
    return new CborWriter(FIRST_CAPACITY, Optional.empty(), true);
  }

  CborWriter array(int elements) {
    head(0x80, elements);
    owed[depth++] = elements;
    return this;
  }

  /**
   * Closes an array.
   *
   * @throws IllegalStateException unless it has as many elements as was said
   */
  CborWriter end() {
    if (owed[--depth] != 0) {
      throw new IllegalStateException("an array short of, or over by, " + owed[depth]);
    }
    return this;
  }

  CborWriter number(long value) {
    return value < 0 ? head(0x20, ~value) : head(0, value);
  }

  CborWriter flag(boolean value) {
    return head(0xe0, value ? 21 : 20);
  }

  CborWriter text(String value) {
    var utf8 = Bytes.utf8(value);
    head(0x60, utf8.length());
    return utf8.read(this::put);
  }

  CborWriter octets(Bytes value) {
    head(0x40, value.length());
    if (inPieces && value.length() >= SHARED) {
      cut();
      pieces.add(value);
      return this;
    }
    return value.read(this::put);
  }

  private void cut() {
    if (octets.position() > 0) {
      pieces.add(Bytes.wrap(Arrays.copyOf(octets.array(), octets.position())));
      octets.clear();
    }
  }

  CborWriter digest(Digest value) {
    head(0x40, Digest.LENGTH);
    reserve(Digest.LENGTH);
    value.write(octets);
    return this;
  }

  <T> CborWriter list(List<T> values, BiConsumer<CborWriter, T> element) {
    array(values.size());
    for (T value : values) {
      element.accept(this, value);
    }
    return end();
  }

  /**
   * What was written, to one that keeps it.
   *
   * @throws IllegalStateException when an array is open
   */
  Bytes toBytes() {
    refuseOpen();
    if (digest.isPresent() || inPieces) {
      throw new IllegalStateException("this one keeps no bytes");
    }
    int length = octets.position();
    var array = octets.array();
    return Bytes.wrap(length == array.length ? array : Arrays.copyOf(array, length));
  }

  /**
   * What was written, to one that writes pieces.
   *
   * @throws IllegalStateException when an array is open
   */
  List<Bytes> toPieces() {
    refuseOpen();
    cut();
    return List.copyOf(pieces);
  }

  /**
   * The digest of what was written, to one that digests.
   *
   * @throws IllegalStateException when an array is open
   */
  Digest toDigest() {
    refuseOpen();
    var all = digest.orElseThrow(() -> new IllegalStateException("this one keeps its bytes"));
    return handOn(all).end();
  }

  private void refuseOpen() {
    if (depth != 0) {
      throw new IllegalStateException("an array was not ended");
    }
  }

  private CborWriter head(int major, long argument) {
    if (depth > 0) {
      owed[depth - 1]--;
    }
    reserve(LONGEST_HEAD);
    if (argument < 24) {
      octets.put((byte) (major | argument));
    } else if (argument < 1 << 8) {
      octets.put((byte) (major | 24)).put((byte) argument);
    } else if (argument < 1 << 16) {
      octets.put((byte) (major | 25)).putShort((short) argument);
    } else if (argument < 1L << 32) {
      octets.put((byte) (major | 26)).putInt((int) argument);
    } else {
      octets.put((byte) (major | 27)).putLong(argument);
    }
    return this;
  }

  private CborWriter put(byte[] array, int offset, int length) {
    if (digest.isPresent() && length > octets.capacity()) {
      handOn(digest.get()).add(array, offset, length);
    } else {
      reserve(length);
      octets.put(array, offset, length);
    }
    return this;
  }

  private Digest.Running handOn(Digest.Running all) {
    all.add(octets.array(), 0, octets.position());
    octets.clear();
    return all;
  }

  private void reserve(int more) {
    if (octets.remaining() < more) {
      digest.ifPresentOrElse(this::handOn, () -> grow(more));
    }
  }

  private void grow(int more) {
    int needed = Math.addExact(octets.position(), more);
    int capacity = (int) Math.min(Integer.MAX_VALUE - 8, Math.max(2L * octets.capacity(), needed));
    octets = ByteBuffer.allocate(capacity).put(octets.flip());
  }
}
