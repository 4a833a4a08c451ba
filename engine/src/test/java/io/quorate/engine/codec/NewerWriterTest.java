package io.quorate.engine.codec;

import static io.quorate.engine.codec.LooseCbor.cbor;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.fixtures.Committee;
import io.quorate.engine.fixtures.Examples;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.NewView.Justification;
import io.quorate.engine.model.message.MessageType;
import io.quorate.engine.model.message.Statement;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What a version 2 may append to each array, and where this version must not look away. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class NewerWriterTest {

  /** Three elements of every kind that the profile has. */
  private static final Bytes MORE =
      cbor()
          .text("new in version 2")
          .array(6)
          .number(-300)
          .octets(Bytes.utf8("x"))
          .raw(0xf4, 0xf5, 0xf6)
          .array(1)
          .array(0)
          .number(70_000)
          .toBytes();

  private static final int MORE_ELEMENTS = 3;

  private final Examples examples = new Examples(Committee.of(4));

  @ParameterizedTest
  @EnumSource
  void what_is_appended_to_the_envelope_is_skipped(MessageType type) {
    var old = valueOf(MessageCodec.open(GoldenVectors.of(type)));
    var newer = envelope(2, 4 + MORE_ELEMENTS, old.signed(), old.payload()).all(MORE).toBytes();
    assertThat(read(newer)).isEqualTo(examples.of(type));
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"PREPARE", "COMMIT", "PRE_PREPARE", "CHECKPOINT", "REPLY", "STATUS"})
  void what_is_appended_to_the_payload_is_skipped(MessageType type) {
    var old = valueOf(MessageCodec.open(GoldenVectors.of(type)));
    var payload = old.payload().isEmpty() ? MORE : extended(old.payload());
    var read = read(resigned(old.statement(), payload));
    assertThat(again(read, type)).isEqualTo(again(examples.of(type), type));
  }

  @Test
  void what_is_appended_to_messages_that_have_grown_is_skipped() {
    examples
        .grown()
        .forEach(
            (name, message) -> {
              var old = valueOf(MessageCodec.open(GoldenVectors.of(name)));
              var read = read(resigned(old.statement(), extended(old.payload())));
              assertThat(read).isEqualTo(message);
            });
  }

  @ParameterizedTest
  @EnumSource(names = {"PRE_PREPARE", "CHECKPOINT"})
  void nothing_is_appended_to_what_is_voted_on(MessageType type) {
    var old = valueOf(MessageCodec.open(GoldenVectors.of(type)));
    assertThat(errorOf(resigned(old.statement(), extended(old.payload()))))
        .isEqualTo(DecodeError.Kind.NOT_CANONICAL);
  }

  @ParameterizedTest
  @EnumSource(names = {"PREPARE", "COMMIT"})
  void a_bare_vote_stays_bare(MessageType type) {
    var old = valueOf(MessageCodec.open(GoldenVectors.of(type)));
    var wire = envelope(2, 4, old.signed(), cbor().array(1).number(1).toBytes()).toBytes();
    assertThat(errorOf(wire)).isEqualTo(DecodeError.Kind.MALFORMED);
  }

  @Test
  void what_is_appended_to_an_array_inside_is_skipped() {
    var digest = Digest.of(Bytes.utf8("view change"));
    var payload =
        cbor()
            .array(1)
            .array(1)
            .array(2 + MORE_ELEMENTS)
            .number(3)
            .octets(digest.toBytes())
            .all(MORE)
            .toBytes();
    var old = valueOf(MessageCodec.open(GoldenVectors.of(MessageType.NEW_VIEW)));
    var read = (Message.NewView) read(resigned(old.statement(), payload));
    assertThat(read.justifications()).containsExactly(new Justification(new ReplicaId(3), digest));
  }

  @Test
  void what_is_appended_to_journals_is_skipped_but_no_unknown_fact() {
    var entered = cbor().array(2 + MORE_ELEMENTS).number(1).number(6).all(MORE).toBytes();
    var newer = cbor().array(2 + MORE_ELEMENTS).number(2).array(1).all(entered).all(MORE);
    assertThat(valueOf(FactCodec.decodeFacts(newer.toBytes())))
        .isEqualTo(examples.facts().subList(0, 1));
    var unknown = cbor().array(2).number(2).array(1).array(2).number(7).number(6).toBytes();
    assertThat(kindOf(FactCodec.decodeFacts(unknown))).isEqualTo(DecodeError.Kind.UNKNOWN_TYPE);
    var ancient = cbor().array(2).number(0).array(0).toBytes();
    assertThat(kindOf(FactCodec.decodeFacts(ancient))).isEqualTo(DecodeError.Kind.UNKNOWN_VERSION);
  }

  @Test
  void a_reason_that_is_new_is_taken_for_overload() {
    var old = valueOf(MessageCodec.open(GoldenVectors.of(MessageType.REFUSAL)));
    var payload = cbor().array(5).number(100).number(1).number(300).number(99).number(10).toBytes();
    assertThat(((Message.Refusal) read(resigned(old.statement(), payload))).reason())
        .isEqualTo(Message.Refusal.Reason.OVERLOADED);
  }

  @Test
  void what_is_appended_has_a_limit() {
    var old = valueOf(MessageCodec.open(GoldenVectors.of(MessageType.PREPARE)));
    for (int length : new int[] {900, 2_000, 1_000_000}) {
      var wire =
          envelope(2, 5, old.signed(), old.payload())
              .octets(Bytes.wrap(new byte[length]))
              .toBytes();
      assertThat(MessageCodec.open(wire).isValue()).isEqualTo(length == 900);
    }
  }

  /** The same array with more elements; they must stay below 24. */
  private static Bytes extended(Bytes array) {
    return cbor()
        .raw(array.at(0) + MORE_ELEMENTS)
        .all(array.slice(1, array.length()))
        .all(MORE)
        .toBytes();
  }

  private static Bytes resigned(Statement old, Bytes payload) {
    var statement =
        new Statement(
            old.type(),
            old.cluster(),
            old.configuration(),
            old.signer(),
            old.view(),
            old.sequence(),
            Digest.of(payload));
    return envelope(2, 4, SigningBytes.of(statement), payload).toBytes();
  }

  private static LooseCbor envelope(int version, int elements, Bytes signed, Bytes payload) {
    var signature = Bytes.wrap(new byte[64]);
    return cbor().array(elements).number(version).octets(signed).octets(signature).octets(payload);
  }

  /** What a message encodes to: equal but for digests, which cover what was appended. */
  private static Bytes again(Message message, MessageType type) {
    return type == MessageType.FETCH_DECIDED || type == MessageType.FETCH_STATE
        ? Bytes.utf8(message.toString())
        : PayloadWriter.payloadOf(message);
  }

  private static Message read(Bytes wire) {
    return valueOf(MessageCodec.read(valueOf(MessageCodec.open(wire))));
  }

  private static DecodeError.Kind errorOf(Bytes wire) {
    return kindOf(MessageCodec.read(valueOf(MessageCodec.open(wire))));
  }

  private static DecodeError.Kind kindOf(Decoded<?> decoded) {
    var found = new DecodeError.Kind[1];
    decoded.match(value -> {}, error -> found[0] = error.kind());
    return found[0];
  }

  private static <T> T valueOf(Decoded<T> decoded) {
    return decoded.orElseThrow(error -> new IllegalStateException(error.toString()));
  }
}
