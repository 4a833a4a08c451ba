package io.quorate.bootstrap.kv;

import io.quorate.engine.model.Bytes;
import java.util.Optional;

/**
 * What came of an operation.
 *
 * <p>Octets: kind, then the fields in order; a version has 8 octets, a value its length (4) and its
 * octets, an optional value a flag before. Big-endian.
 */
public sealed interface KeyValueResult {

  /** The value was written or deleted; {@code version} counts the key's writes, this one too. */
  record Written(long version) implements KeyValueResult {}

  record Found(long version, Bytes value) implements KeyValueResult {}

  /** The key has no value. */
  record Absent() implements KeyValueResult {}

  /**
   * What a compare-and-set did.
   *
   * @param current the key's value afterwards
   */
  record Compared(boolean swapped, long version, Optional<Bytes> current)
      implements KeyValueResult {}

  /** The operation's octets mean nothing; nothing was done. */
  record Malformed(String reason) implements KeyValueResult {}

  /** The store holds as many octets as it may; nothing was done. */
  record Full() implements KeyValueResult {}

  /** The idempotency key was used for something else; nothing was done. */
  record NameTaken() implements KeyValueResult {}

  /** Kinds on the wire; never renumber them. */
  final class Kind {
    private static final byte WRITTEN = 0;
    private static final byte FOUND = 1;
    private static final byte ABSENT = 2;
    private static final byte COMPARED = 3;
    private static final byte MALFORMED = 4;
    private static final byte FULL = 5;
    private static final byte NAME_TAKEN = 6;

    private Kind() {}
  }

  default Bytes encode() {
    if (this instanceof Written written) {
      return start(Kind.WRITTEN, 8, written.version()).end();
    } else if (this instanceof Found found) {
      return start(Kind.FOUND, 12 + found.value().length(), found.version())
          .value(found.value())
          .end();
    } else if (this instanceof Compared compared) {
      return encode(compared);
    } else if (this instanceof Malformed malformed) {
      var reason = Bytes.utf8(malformed.reason());
      var octets = LengthPrefixed.allocate(1 + reason.length());
      octets.buffer().put(Kind.MALFORMED);
      return octets.raw(reason).end();
    }
    return Bytes.wrap(new byte[] {kindAlone()});
  }

  private byte kindAlone() {
    if (this instanceof Full) {
      return Kind.FULL;
    }
    return this instanceof NameTaken ? Kind.NAME_TAKEN : Kind.ABSENT;
  }

  private static Bytes encode(Compared compared) {
    var value = compared.current().orElse(Bytes.EMPTY);
    var octets = start(Kind.COMPARED, 14 + value.length(), compared.version());
    octets.buffer().put((byte) (compared.swapped() ? 1 : 0));
    octets.buffer().put((byte) (compared.current().isPresent() ? 1 : 0));
    return octets.value(value).end();
  }

  private static LengthPrefixed start(byte kind, int length, long version) {
    var octets = LengthPrefixed.allocate(1 + length);
    octets.buffer().put(kind).putLong(version);
    return octets;
  }

  /** Empty when the octets are no result, as those of another application. */
  static Optional<KeyValueResult> decode(Bytes octets) {
    var in = new ByteReader(octets);
    var result = read(in);
    return in.endsHere() ? result : Optional.empty();
  }

  private static Optional<KeyValueResult> read(ByteReader in) {
    return Optional.ofNullable(
        switch (in.octet()) {
          case Kind.WRITTEN -> new Written(in.longNumber());
          case Kind.FOUND -> new Found(in.longNumber(), in.take(in.number()));
          case Kind.ABSENT -> new Absent();
          case Kind.FULL -> new Full();
          case Kind.NAME_TAKEN -> new NameTaken();
          case Kind.COMPARED -> readCompared(in);
          case Kind.MALFORMED -> new Malformed(in.rest().asUtf8());
          default -> null;
        });
  }

  private static Compared readCompared(ByteReader in) {
    long version = in.longNumber();
    boolean swapped = in.octet() == 1;
    boolean present = in.octet() == 1;
    var value = in.take(in.number());
    return new Compared(swapped, version, Optional.of(value).filter(v -> present));
  }
}
