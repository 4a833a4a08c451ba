package io.quorate.engine.codec;

import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import io.quorate.engine.codec.DecodeError.Kind;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what {@link CborWriter} wrote, and whatever a liar wrote instead. An array may end with
 * elements that this reader does not know: {@link #end} skips them, so that a newer peer can say
 * more.
 */
final class CborReader {

  static final int MAX_DEPTH = 16;
  static final int MAX_TEXT = 4_096;

  private final CBORParser parser;

  CborReader(Bytes octets) throws DecodeException {
    try {
      parser =
          octets.read(
              (array, offset, length) -> {
                try {
                  return CborWriter.FACTORY.createParser(array, offset, length);
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
    } catch (java.io.UncheckedIOException e) {
      throw failure(e.getCause());
    }
  }

  /** Enters an array. */
  void array() throws DecodeException {
    expect(next(), JsonToken.START_ARRAY);
  }

  /** Leaves an array, over what a newer writer may have put behind. */
  void end() throws DecodeException {
    try {
      for (var token = next(); token != JsonToken.END_ARRAY; token = next()) {
        parser.skipChildren();
      }
    } catch (IOException | RuntimeException e) {
      throw failure(e);
    }
  }

  /** Nothing may follow the outermost array. */
  void finish() throws DecodeException {
    try {
      if (parser.nextToken() != null) {
        throw new DecodeException(Kind.MALFORMED, "octets behind the message");
      }
    } catch (IOException | RuntimeException e) {
      throw failure(e);
    }
  }

  long number() throws DecodeException {
    expect(next(), JsonToken.VALUE_NUMBER_INT);
    try {
      if (parser.getNumberType() == NumberType.BIG_INTEGER) {
        throw new DecodeException(Kind.OUT_OF_BOUNDS, "an integer above 63 bits");
      }
      return parser.getLongValue();
    } catch (IOException | RuntimeException e) {
      throw failure(e);
    }
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
    var token = next();
    if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
      throw unexpected(token, JsonToken.VALUE_TRUE);
    }
    return token == JsonToken.VALUE_TRUE;
  }

  String text(int most) throws DecodeException {
    expect(next(), JsonToken.VALUE_STRING);
    try {
      var text = parser.getText();
      if (text.length() > most) {
        throw new DecodeException(Kind.OUT_OF_BOUNDS, "a text longer than " + most);
      }
      return text;
    } catch (IOException | RuntimeException e) {
      throw failure(e);
    }
  }

  Bytes octets(int most) throws DecodeException {
    expect(next(), JsonToken.VALUE_EMBEDDED_OBJECT);
    try {
      byte[] octets = parser.getBinaryValue();
      if (octets.length > most) {
        throw new DecodeException(Kind.OUT_OF_BOUNDS, "octets longer than " + most);
      }
      return Bytes.wrap(octets);
    } catch (IOException | RuntimeException e) {
      throw failure(e);
    }
  }

  Digest digest() throws DecodeException {
    var octets = octets(Digest.LENGTH);
    if (octets.length() != Digest.LENGTH) {
      throw new DecodeException(Kind.OUT_OF_BOUNDS, "a digest of " + octets.length() + " octets");
    }
    return Digest.fromBytes(octets);
  }

  /** Reads an array of at most {@code most} elements. */
  <T> List<T> list(int most, Element<T> element) throws DecodeException {
    array();
    var values = new ArrayList<T>();
    while (!nextIsEnd()) {
      if (values.size() == most) {
        throw new DecodeException(Kind.OUT_OF_BOUNDS, "a list longer than " + most);
      }
      values.add(element.read(this));
    }
    return values;
  }

  /** Reads one element of a list; its first token was seen already. */
  @FunctionalInterface
  interface Element<T> {
    T read(CborReader reader) throws DecodeException;
  }

  private JsonToken peeked;

  private boolean nextIsEnd() throws DecodeException {
    var token = next();
    if (token == JsonToken.END_ARRAY) {
      return true;
    }
    peeked = token;
    return false;
  }

  private JsonToken next() throws DecodeException {
    if (peeked != null) {
      var token = peeked;
      peeked = null;
      return token;
    }
    try {
      var token = parser.nextToken();
      if (token == null) {
        throw new DecodeException(Kind.MALFORMED, "the octets end early");
      }
      return token;
    } catch (IOException | RuntimeException e) {
      throw failure(e);
    }
  }

  private static void expect(JsonToken actual, JsonToken expected) throws DecodeException {
    if (actual != expected) {
      throw unexpected(actual, expected);
    }
  }

  private static DecodeException unexpected(JsonToken actual, JsonToken expected) {
    return new DecodeException(Kind.MALFORMED, actual + " where " + expected + " belongs");
  }

  private static DecodeException failure(Exception e) {
    if (e instanceof StreamConstraintsException) {
      boolean deep = String.valueOf(e.getMessage()).contains("nesting");
      return new DecodeException(deep ? Kind.TOO_DEEP : Kind.TOO_LARGE, "over a limit of CBOR");
    }
    return new DecodeException(Kind.MALFORMED, e.getClass().getSimpleName());
  }
}
