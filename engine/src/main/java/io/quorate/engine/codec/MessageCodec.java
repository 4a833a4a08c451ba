package io.quorate.engine.codec;

import io.quorate.engine.codec.DecodeError.Kind;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClusterId;
import io.quorate.engine.model.ConfigurationId;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.MessageType;
import io.quorate.engine.model.message.Statement;
import java.util.function.Function;

/**
 * Messages to octets and back. On the wire a message is the CBOR array {@code [version, statement,
 * signature, payload]}, the last three as octet strings; whatever a newer version appends to it, to
 * the payload or to an array inside is skipped. Two values take no additions, a {@link
 * io.quorate.engine.model.Batch} and a {@link io.quorate.engine.model.Header}: a replica must not
 * vote on what it does not know, and encodes them again when it hands them on.
 *
 * @param configuration under which this process signs
 */
public record MessageCodec(ClusterId cluster, ConfigurationId configuration) {

  /** The version that this process writes. Readers take any, and skip what they do not know. */
  public static final int WIRE_VERSION = 1;

  /** No message is longer: a request of the largest kind, and its envelope. */
  public static final int MAX_OCTETS = 3 * 1024 * 1024;

  private static final int MAX_VOTE = 4 * 1024;
  private static final int MAX_NEW_VIEW = 64 * 1024;
  private static final int MAX_CHECKPOINT_PROOF = 160 * 1024;

  /** The envelope's heads, and what a newer version may append to it. */
  private static final int MAX_APPENDED = 1024;

  private static final int ENVELOPE_FIELDS = 4;
  private static final int ENVELOPE_HEADS = 32;
  private static final int MAX_SIGNATURE = 128;

  /**
   * Encodes and signs.
   *
   * @param signer as in {@link Statement#signer}
   * @param sign from the octets to be signed to the signature
   */
  public Unverified encode(Message message, long signer, Function<Bytes, Bytes> sign) {
    var payload = PayloadWriter.payloadOf(message);
    var statement = statement(message, signer, payload);
    var signed = SigningBytes.of(statement);
    var signature = sign.apply(signed);
    return new Unverified(statement, signed, signature, payload, wire(signed, signature, payload));
  }

  /** Takes the envelope apart; looks at neither signature nor payload. */
  public static Decoded<Unverified> open(Bytes wire) {
    return Decoded.of(
        () -> {
          if (wire.length() > MAX_OCTETS) {
            throw new DecodeException(Kind.TOO_LARGE, wire.length() + " bytes");
          }
          var reader = new CborReader(wire);
          reader.array();
          if (reader.number() < 1) {
            throw new DecodeException(Kind.UNKNOWN_VERSION, "a version below 1");
          }
          var signed = reader.octets(SigningBytes.MAX_LENGTH);
          var signature = reader.octets(MAX_SIGNATURE);
          var payload = reader.octets(MAX_OCTETS);
          reader.end();
          reader.finish();
          var statement = SigningBytes.read(signed);
          int appended = wire.length() - signed.length() - signature.length() - payload.length();
          if (wire.length() > mostOctets(statement.type()) || appended > MAX_APPENDED) {
            throw new DecodeException(
                Kind.TOO_LARGE, "a " + statement.type() + " of " + wire.length() + " bytes");
          }
          return new Unverified(statement, signed, signature, payload, wire);
        });
  }

  /**
   * The longest message of a kind. Whoever counts a vote keeps its octets, so what a liar may
   * append to one has a limit of its own.
   */
  static int mostOctets(MessageType type) {
    return switch (type) {
      case REQUEST, PRE_PREPARE, VIEW_CHANGE, REPLY, FETCH, DECIDED, STATE_MANIFEST, STATE_CHUNK ->
          MAX_OCTETS;
      case NEW_VIEW -> MAX_NEW_VIEW;
      case CHECKPOINT_PROOF -> MAX_CHECKPOINT_PROOF;
      case PREPARE,
          COMMIT,
          CHECKPOINT,
          REFUSAL,
          STATUS,
          FETCH_DECIDED,
          FETCH_STATE,
          FETCH_CHUNK,
          ANNOUNCEMENT ->
          MAX_VOTE;
    };
  }

  /** Reads the payload, after checking that the statement is about it. */
  public static Decoded<Message> read(Unverified message) {
    return Decoded.of(
        () -> {
          var statement = message.statement();
          if (isBareVote(statement.type())) {
            if (!message.payload().isEmpty()) {
              throw new DecodeException(Kind.MALFORMED, "a vote with a payload");
            }
          } else if (!Digest.of(message.payload()).equals(statement.digest())) {
            throw new DecodeException(Kind.WRONG_DIGEST, "the payload is not what was signed");
          }
          var read = PayloadReader.read(statement, message.payload());
          requireStated(read, statement);
          return read;
        });
  }

  /**
   * A statement says nothing that the message does not: else a vote would count by its message, and
   * its signature would fail in the certificate that is built from the message.
   */
  private static void requireStated(Message read, Statement statement) throws DecodeException {
    if (read.statedView() != statement.view() || read.statedSequence() != statement.sequence()) {
      throw new DecodeException(Kind.OUT_OF_BOUNDS, "a statement of another view or slot");
    }
  }

  static boolean isBareVote(MessageType type) {
    return type == MessageType.PREPARE || type == MessageType.COMMIT;
  }

  private Statement statement(Message message, long signer, Bytes payload) {
    return new Statement(
        message.type(),
        cluster,
        configuration,
        signer,
        message.statedView(),
        message.statedSequence(),
        PayloadWriter.digestOf(message, payload));
  }

  private static Bytes wire(Bytes signed, Bytes signature, Bytes payload) {
    int length = ENVELOPE_HEADS + signed.length() + signature.length() + payload.length();
    return new CborWriter(length)
        .array(ENVELOPE_FIELDS)
        .number(WIRE_VERSION)
        .octets(signed)
        .octets(signature)
        .octets(payload)
        .end()
        .toBytes();
  }
}
