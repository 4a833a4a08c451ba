package io.quorate.engine.codec;

import static io.quorate.engine.codec.DecodeError.Kind.MALFORMED;
import static io.quorate.engine.codec.DecodeError.Kind.NOT_CANONICAL;
import static io.quorate.engine.codec.DecodeError.Kind.OUT_OF_BOUNDS;
import static io.quorate.engine.codec.DecodeError.Kind.UNKNOWN_TYPE;
import static io.quorate.engine.codec.DecodeError.Kind.UNKNOWN_VERSION;
import static io.quorate.engine.codec.LooseCbor.cbor;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.message.MessageType;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One value has one encoding (RFC 8949, §4.2): every other form of it is refused. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CanonicalFormTest {

  private static final Bytes DIGEST = Bytes.wrap(new byte[32]);

  /** The nine fields of a statement of a PREPARE, with one of them in another form. */
  private static Bytes statement(int changed, Consumer<LooseCbor> form) {
    var octets = cbor().array(9);
    for (int field = 0; field < 9; field++) {
      if (field == changed) {
        form.accept(octets);
      } else {
        plain(octets, field);
      }
    }
    return octets.toBytes();
  }

  private static void plain(LooseCbor octets, int field) {
    switch (field) {
      case 0 -> octets.text(SigningBytes.PROTOCOL);
      case 1 -> octets.number(1);
      case 2 -> octets.number(MessageType.PREPARE.code());
      case 3, 8 -> octets.octets(DIGEST);
      default -> octets.number(5);
    }
  }

  static Stream<Arguments> otherForms() {
    return Stream.of(
        form(NOT_CANONICAL, "number in 1 octet more", 6, o -> o.wide(0, 5, 1)),
        form(NOT_CANONICAL, "number in 2 octets", 6, o -> o.wide(0, 200, 2)),
        form(NOT_CANONICAL, "number in 4 octets", 6, o -> o.wide(0, 5, 4)),
        form(NOT_CANONICAL, "number in 8 octets", 6, o -> o.wide(0, 0xffff_ffffL, 8)),
        form(NOT_CANONICAL, "long length of octets", 8, o -> o.wide(2, 32, 2).all(DIGEST)),
        form(NOT_CANONICAL, "octets in chunks", 8, o -> o.raw(0x5f).octets(DIGEST).raw(0xff)),
        form(NOT_CANONICAL, "text in chunks", 0, o -> o.raw(0x7f).text("quorate").raw(0xff)),
        form(NOT_CANONICAL, "long length of text", 0, o -> o.wide(3, 7, 4).all(utf8("quorate"))),
        form(MALFORMED, "float", 6, o -> o.raw(0xf9, 0x45, 0x00)),
        form(MALFORMED, "double", 6, o -> o.raw(0xfb, 0x40, 0x14, 0, 0, 0, 0, 0, 0)),
        form(MALFORMED, "tag before a number", 6, o -> o.raw(0xc1).number(5)),
        form(MALFORMED, "tag before the text", 0, o -> o.raw(0xd9, 0xd9, 0xf7).text("quorate")),
        form(MALFORMED, "big integer", 6, o -> o.raw(0xc2).octets(Bytes.wrap(new byte[] {5}))),
        form(MALFORMED, "null", 6, o -> o.raw(0xf6)),
        form(MALFORMED, "undefined", 6, o -> o.raw(0xf7)),
        form(MALFORMED, "true", 6, o -> o.raw(0xf5)),
        form(MALFORMED, "simple value", 6, o -> o.raw(0xf8, 0x20)),
        form(MALFORMED, "break", 6, o -> o.raw(0xff)),
        form(MALFORMED, "reserved length", 6, o -> o.raw(0x1c)),
        form(MALFORMED, "text for octets", 8, o -> o.text("d".repeat(32))),
        form(MALFORMED, "octets for text", 0, o -> o.octets(utf8("quorate"))),
        form(MALFORMED, "array for number", 6, o -> o.array(1).number(5)),
        form(MALFORMED, "map", 6, o -> o.head(5, 0)),
        form(MALFORMED, "other protocol", 0, o -> o.text("Quorate")),
        form(MALFORMED, "text that is not UTF-8", 0, o -> o.head(3, 7).all(octets(7, 0xff))),
        form(MALFORMED, "text of overlong UTF-8", 0, o -> o.head(3, 2).raw(0xc0, 0xaf)),
        form(MALFORMED, "text of half a surrogate", 0, o -> o.head(3, 3).raw(0xed, 0xa0, 0x80)),
        form(OUT_OF_BOUNDS, "longer protocol", 0, o -> o.text("quorate!")),
        form(UNKNOWN_VERSION, "other version", 1, o -> o.number(2)),
        form(UNKNOWN_TYPE, "unknown type", 2, o -> o.number(20)),
        form(UNKNOWN_TYPE, "negative type", 2, o -> o.number(-1)),
        form(OUT_OF_BOUNDS, "short digest", 8, o -> o.octets(octets(31, 0))),
        form(OUT_OF_BOUNDS, "long digest", 8, o -> o.octets(octets(33, 0))),
        form(OUT_OF_BOUNDS, "negative configuration", 4, o -> o.number(-1)),
        form(OUT_OF_BOUNDS, "negative signer", 5, o -> o.number(-1)),
        form(OUT_OF_BOUNDS, "negative view", 6, o -> o.number(-1)),
        form(OUT_OF_BOUNDS, "lowest sequence number", 7, o -> o.number(Long.MIN_VALUE)),
        form(OUT_OF_BOUNDS, "number of 64 bits", 7, o -> o.wide(0, -1, 8)),
        form(OUT_OF_BOUNDS, "negative of 65 bits", 7, o -> o.wide(1, -1, 8)));
  }

  private static Arguments form(
      DecodeError.Kind kind, String name, int field, Consumer<LooseCbor> form) {
    return Arguments.of(name, kind, statement(field, form));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("otherForms")
  void a_statement_in_another_form_is_refused(String name, DecodeError.Kind kind, Bytes statement) {
    assertThat(errorOf(envelopeOf(statement))).as(name).isEqualTo(kind);
  }

  @Test
  void a_statement_in_the_one_form_is_opened() {
    assertThat(MessageCodec.open(envelopeOf(statement(-1, octets -> {}))).isValue()).isTrue();
  }

  @Test
  void a_statement_says_neither_more_nor_less() {
    var fields = statement(-1, octets -> {}).slice(1, statement(-1, octets -> {}).length());
    assertThat(errorOf(envelopeOf(cbor().array(10).all(fields).number(0).toBytes())))
        .isEqualTo(NOT_CANONICAL);
    assertThat(errorOf(envelopeOf(cbor().array(10).all(fields).toBytes())))
        .isEqualTo(NOT_CANONICAL);
    assertThat(errorOf(envelopeOf(cbor().array(8).all(fields).toBytes()))).isEqualTo(MALFORMED);
    assertThat(errorOf(envelopeOf(cbor().array(9).all(fields).raw(0).toBytes())))
        .isEqualTo(MALFORMED);
    assertThat(errorOf(envelopeOf(cbor().raw(0x9f).all(fields).raw(0xff).toBytes())))
        .isEqualTo(NOT_CANONICAL);
    assertThat(errorOf(envelopeOf(cbor().wide(4, 9, 1).all(fields).toBytes())))
        .isEqualTo(NOT_CANONICAL);
  }

  @Test
  void an_envelope_in_another_form_is_refused() {
    var signed = GoldenVectors.of("signing-bytes");
    var rest = cbor().octets(signed).octets(octets(64, 0)).octets(Bytes.EMPTY).toBytes();
    assertThat(errorOf(cbor().array(4).wide(0, 1, 1).all(rest).toBytes())).isEqualTo(NOT_CANONICAL);
    assertThat(errorOf(cbor().raw(0x9f).number(1).all(rest).raw(0xff).toBytes()))
        .isEqualTo(NOT_CANONICAL);
    assertThat(errorOf(cbor().raw(0xd9, 0xd9, 0xf7).array(4).number(1).all(rest).toBytes()))
        .isEqualTo(MALFORMED);
    assertThat(errorOf(cbor().array(4).number(1).all(rest).raw(0).toBytes())).isEqualTo(MALFORMED);
    assertThat(errorOf(cbor().array(4).number(0).all(rest).toBytes())).isEqualTo(UNKNOWN_VERSION);
    assertThat(errorOf(cbor().head(5, 2).number(1).all(rest).toBytes())).isEqualTo(MALFORMED);
    assertThat(errorOf(cbor().array(5).number(1).all(rest).raw(0xa0).toBytes()))
        .isEqualTo(MALFORMED);
    assertThat(errorOf(cbor().array(5).number(1).all(rest).raw(0xc0, 0).toBytes()))
        .isEqualTo(MALFORMED);
  }

  @Test
  void every_vector_cut_short_anywhere_is_refused() {
    for (var type : MessageType.values()) {
      var wire = GoldenVectors.of(type);
      for (int length = 0; length < wire.length(); length++) {
        assertThat(errorOf(wire.slice(0, length))).isEqualTo(MALFORMED);
      }
    }
  }

  private static Bytes envelopeOf(Bytes statement) {
    return cbor()
        .array(4)
        .number(1)
        .octets(statement)
        .octets(octets(64, 0))
        .octets(Bytes.EMPTY)
        .toBytes();
  }

  private static DecodeError.Kind errorOf(Bytes wire) {
    var found = new DecodeError.Kind[1];
    MessageCodec.open(wire).match(value -> {}, error -> found[0] = error.kind());
    return found[0];
  }

  private static Bytes utf8(String text) {
    return Bytes.utf8(text);
  }

  private static Bytes octets(int length, int value) {
    var octets = new byte[length];
    java.util.Arrays.fill(octets, (byte) value);
    return Bytes.wrap(octets);
  }
}
