package io.quorate.engine.codec;

import io.quorate.engine.codec.DecodeError.Kind;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what {@link CborWriter} wrote, and refuses whatever a liar wrote instead. It knows one
 * profile of CBOR (RFC 8949), everywhere: integers of at most 63 bits and their sign in shortest
 * form, octets, UTF-8 text and arrays of definite length, false, true and null. Maps, tags, floats
 * and indefinite lengths are errors, so that one value has one encoding whoever wrote it.
 *
 * <p>An array may end with elements that this reader does not know: {@link #end} skips them, so
 * that a newer peer can say more; {@link #endExactly} refuses them, for values that are named by
 * the digest of their octets and must encode again to the same.
 *
 * <p>Nothing is allocated for a length before that many octets are known to be there.
 */
final class CborReader {

  /** Arrays within arrays, those that are skipped too. */
  static final int MAX_DEPTH = 16;

  private static final int NUMBER = 0;
  private static final int NEGATIVE = 1;
  private static final int OCTETS = 2;
  private static final int TEXT = 3;
  private static final int ARRAY = 4;
  private static final int SIMPLE = 7;

  private static final int FALSE = 20;
  private static final int TRUE = 21;
  private static final int NULL = 22;

  private static final int FIRST_CAPACITY = 64;

  private final Bytes source;
  private final byte[] array;
  private final int offset;
  private int at;

  /** Elements still to come in each array that was entered. */
  private final int[] left = new int[MAX_DEPTH];

  private int depth;

  CborReader(Bytes octets) {
    this.source = octets;
    this.array = octets.read((all, from, length) -> all);
    this.offset = octets.read((all, from, length) -> from);
  }

  /** Enters an array. */
  void array() throws DecodeException {
    take(ARRAY);
    enter(argument());
  }

  /** Leaves an array, over what a newer writer may have put behind. */
  void end() throws DecodeException {
    int outer = depth;
    while (depth > outer || left[depth - 1] > 0) {
      if (left[depth - 1] == 0) {
        depth--;
      } else {
        skip();
      }
    }
    depth--;
  }

  /** Whether the array holds more than what was read of it. */
  boolean hasMore() {
    return left[depth - 1] > 0;
  }

  /** Leaves an array that holds nothing more. */
  void endExactly() throws DecodeException {
    if (left[depth - 1] > 0) {
      throw new DecodeException(Kind.NOT_CANONICAL, "an element too many");
    }
    depth--;
  }

  /** Nothing may follow the outermost array. */
  void finish() throws DecodeException {
    if (at < source.length()) {
      throw new DecodeException(Kind.MALFORMED, "bytes behind the value");
    }
  }

  long number() throws DecodeException {
    int major = take();
    if (major != NUMBER && major != NEGATIVE) {
      throw unexpected(major, NUMBER);
    }
    long value = argument();
    if (value < 0) {
      throw new DecodeException(Kind.OUT_OF_BOUNDS, "an integer above 63 bits");
    }
    return major == NUMBER ? value : ~value;
  }

  /** A number that is not negative. */
  long natural() throws DecodeException {
    long value = number();
    if (value < 0) {
      throw new DecodeException(Kind.OUT_OF_BOUNDS, "a negative number");
    }
    return value;
  }

  /** A number from 0 to {@code most}. */
  int upTo(int most) throws DecodeException {
    long value = number();
    if (value < 0 || value > most) {
      throw new DecodeException(Kind.OUT_OF_BOUNDS, "a number outside 0 to " + most);
    }
    return (int) value;
  }

  boolean flag() throws DecodeException {
    take(SIMPLE);
    int value = array[offset + at++] & 31;
    if (value != FALSE && value != TRUE) {
      throw new DecodeException(Kind.MALFORMED, "no truth value");
    }
    return value == TRUE;
  }

  /** At most so many octets of UTF-8. */
  String text(int most) throws DecodeException {
    take(TEXT);
    var octets = slice(length(most));
    var text = octets.asUtf8();
    if (!Bytes.utf8(text).equals(octets)) {
      throw new DecodeException(Kind.MALFORMED, "a text that is not UTF-8");
    }
    return text;
  }

  /** Shares the array of what is read: the whole message stays while these octets are kept. */
  Bytes octets(int most) throws DecodeException {
    take(OCTETS);
    return slice(length(most));
  }

  /** For octets that may be kept for longer than the message. */
  Bytes ownOctets(int most) throws DecodeException {
    return Bytes.wrap(octets(most).toArray());
  }

  Digest digest() throws DecodeException {
    var octets = octets(Digest.LENGTH);
    if (octets.length() != Digest.LENGTH) {
      throw new DecodeException(Kind.OUT_OF_BOUNDS, "a digest of " + octets.length() + " bytes");
    }
    return Digest.fromBytes(octets);
  }

  /** Reads an array of at most {@code most} elements. */
  <T> List<T> list(int most, Element<T> element) throws DecodeException {
    array();
    int size = left[depth - 1];
    if (size > most) {
      throw new DecodeException(Kind.OUT_OF_BOUNDS, "a list longer than " + most);
    }
    var values = new ArrayList<T>(Math.min(size, FIRST_CAPACITY));
    for (int i = 0; i < size; i++) {
      values.add(element.read(this));
    }
    endExactly();
    return values;
  }

  /** Reads one element of a list. */
  @FunctionalInterface
  interface Element<T> {
    T read(CborReader reader) throws DecodeException;
  }

  private void enter(long elements) throws DecodeException {
    if (elements < 0 || elements > source.length() - at) {
      throw new DecodeException(Kind.MALFORMED, "an array longer than what is left");
    }
    if (depth == MAX_DEPTH) {
      throw new DecodeException(Kind.TOO_DEEP, "arrays more than " + MAX_DEPTH + " deep");
    }
    left[depth++] = (int) elements;
  }

  private void skip() throws DecodeException {
    int major = take();
    switch (major) {
      case NUMBER, NEGATIVE -> argument();
      case OCTETS, TEXT -> slice(length(Integer.MAX_VALUE));
      case ARRAY -> enter(argument());
      case SIMPLE -> skipSimple();
      default -> throw unexpected(major, ARRAY);
    }
  }

  private void skipSimple() throws DecodeException {
    int value = array[offset + at++] & 31;
    if (value < FALSE || value > NULL) {
      throw new DecodeException(Kind.MALFORMED, "a float, or a simple value of no meaning here");
    }
  }

  /** Begins the next element and tells its major type; its first octet is not consumed. */
  private int take() throws DecodeException {
    if (depth > 0 && left[depth - 1]-- == 0) {
      throw new DecodeException(Kind.MALFORMED, "an element too few");
    }
    if (at == source.length()) {
      throw endsEarly();
    }
    return (array[offset + at] & 0xff) >>> 5;
  }

  private void take(int major) throws DecodeException {
    int actual = take();
    if (actual != major) {
      throw unexpected(actual, major);
    }
  }

  private int length(int most) throws DecodeException {
    long length = argument();
    if (length < 0 || length > most) {
      throw new DecodeException(Kind.OUT_OF_BOUNDS, "a length above " + most);
    }
    if (length > source.length() - at) {
      throw endsEarly();
    }
    return (int) length;
  }

  private Bytes slice(int length) {
    at += length;
    return source.slice(at - length, at);
  }

  /** The argument of an element's head, unsigned, and only in its shortest form. */
  private long argument() throws DecodeException {
    int info = array[offset + at++] & 31;
    if (info < 24) {
      return info;
    }
    if (info > 27) {
      throw info == 31
          ? new DecodeException(Kind.NOT_CANONICAL, "an indefinite length")
          : new DecodeException(Kind.MALFORMED, "a reserved length");
    }
    int octets = 1 << (info - 24);
    if (octets > source.length() - at) {
      throw endsEarly();
    }
    long value = 0;
    for (int i = 0; i < octets; i++) {
      value = (value << 8) | (array[offset + at++] & 0xff);
    }
    long shorter = info == 24 ? 24 : 1L << (4 * octets);
    if (Long.compareUnsigned(value, shorter) < 0) {
      throw new DecodeException(Kind.NOT_CANONICAL, "a number that has a shorter form");
    }
    return value;
  }

  private static DecodeException endsEarly() {
    return new DecodeException(Kind.MALFORMED, "the bytes end early");
  }

  private static DecodeException unexpected(int actual, int expected) {
    return new DecodeException(
        Kind.MALFORMED, "major type " + actual + " where " + expected + " belongs");
  }
}
