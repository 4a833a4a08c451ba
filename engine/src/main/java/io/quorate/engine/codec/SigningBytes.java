package io.quorate.engine.codec;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClusterId;
import io.quorate.engine.model.ConfigurationId;
import io.quorate.engine.model.message.MessageType;
import io.quorate.engine.model.message.Statement;

/**
 * The octets that a signature covers: a CBOR array of the protocol's name, its version and the
 * fields of {@link Statement}, in that order, about 110 octets. Fixed order and shortest forms make
 * the encoding unique, so a certificate need not carry it.
 */
public final class SigningBytes {

  /** First element of all that Quorate signs: no other protocol's signature can be taken for it. */
  public static final String PROTOCOL = "quorate";

  /** Version of this encoding. */
  public static final int VERSION = 1;

  private static final int FIELDS = 9;
  static final int MAX_LENGTH = 160;

  private SigningBytes() {}

  public static Bytes of(Statement statement) {
    return new CborWriter()
        .array(FIELDS)
        .text(PROTOCOL)
        .number(VERSION)
        .number(statement.type().code())
        .digest(statement.cluster().genesis())
        .number(statement.configuration().value())
        .number(statement.signer())
        .number(statement.view())
        .number(statement.sequence())
        .digest(statement.digest())
        .end()
        .toBytes();
  }

  /** Reads a statement; {@link CborReader} refuses any encoding of it but the canonical one. */
  static Statement read(Bytes octets) throws DecodeException {
    var reader = new CborReader(octets);
    reader.array();
    if (!reader.text(PROTOCOL.length()).equals(PROTOCOL)) {
      throw new DecodeException(DecodeError.Kind.MALFORMED, "another protocol");
    }
    if (reader.number() != VERSION) {
      throw new DecodeException(DecodeError.Kind.UNKNOWN_VERSION, "another signing version");
    }
    var type =
        MessageType.of(reader.number())
            .orElseThrow(
                () -> new DecodeException(DecodeError.Kind.UNKNOWN_TYPE, "an unknown type"));
    var statement =
        new Statement(
            type,
            new ClusterId(reader.digest()),
            new ConfigurationId(reader.natural()),
            reader.natural(),
            reader.natural(),
            reader.natural(),
            reader.digest());
    reader.endExactly();
    reader.finish();
    return statement;
  }
}
