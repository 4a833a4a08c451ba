package io.quorate.engine.codec;

import static io.quorate.engine.codec.DecodeError.Kind.MALFORMED;
import static io.quorate.engine.codec.DecodeError.Kind.OUT_OF_BOUNDS;
import static io.quorate.engine.codec.DecodeError.Kind.TOO_DEEP;
import static io.quorate.engine.codec.DecodeError.Kind.TOO_LARGE;
import static io.quorate.engine.codec.DecodeError.Kind.WRONG_DIGEST;
import static io.quorate.engine.codec.LooseCbor.cbor;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.quorate.engine.fixtures.Committee;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.message.MessageType;
import io.quorate.engine.model.message.Statement;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits hold before anything is allocated for what exceeds them. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BoundsTest {

  private static final Bytes DIGEST = Bytes.wrap(new byte[32]);
  private static final int SMALL_CHANGE = 16 * 1024;

  private final Committee committee = Committee.of(4);

  @ParameterizedTest
  @ValueSource(
      longs = {
        1,
        1 << 10,
        1 << 20,
        3 << 20,
        Integer.MAX_VALUE,
        1L << 31,
        1L << 32,
        1L << 62,
        1L << 63,
        -1
      })
  void a_declared_length_costs_nothing(long length) {
    for (int major = 2; major <= 4; major++) {
      var declared = cbor().head(major, length).toBytes();
      assertCheap(declared);
      assertCheap(cbor().array(4).all(declared).toBytes());
      assertCheap(cbor().array(4).number(1).all(declared).toBytes());
      assertCheap(cbor().array(5).all(envelopeFields(Bytes.EMPTY)).all(declared).toBytes());
      for (var type : MessageType.values()) {
        assertCheap(message(type, declared));
        assertCheap(message(type, cbor().array(2).all(declared).toBytes()));
        assertCheap(message(type, cbor().array(2).number(7).all(declared).toBytes()));
        assertCheap(message(type, cbor().array(3).octets(DIGEST).all(declared).toBytes()));
      }
    }
  }

  @Test
  void arrays_nested_a_hundred_thousand_deep_are_refused() {
    for (int head : new int[] {0x81, 0x82, 0x9f}) {
      var deep = cbor();
      for (int i = 0; i < 100_000; i++) {
        deep.raw(head);
      }
      var octets = deep.toBytes();
      assertThat(errorOf(octets)).isIn(MALFORMED, DecodeError.Kind.NOT_CANONICAL);
      for (var type : MessageType.values()) {
        assertThat(errorOf(message(type, octets))).isNotNull();
      }
    }
  }

  @Test
  void nesting_is_counted_through_what_is_skipped() {
    assertThat(errorOf(skipping(CborReader.MAX_DEPTH - 2))).isNull();
    assertThat(errorOf(skipping(CborReader.MAX_DEPTH - 1))).isNull();
    assertThat(errorOf(skipping(CborReader.MAX_DEPTH))).isEqualTo(TOO_DEEP);
    assertThat(errorOf(skipping(900))).isEqualTo(TOO_DEEP);
  }

  private static Bytes skipping(int depth) {
    var wire = cbor().array(5).all(envelopeFields(Bytes.EMPTY));
    for (int i = 1; i < depth; i++) {
      wire.array(1);
    }
    return wire.array(0).toBytes();
  }

  @Test
  void no_message_is_longer_than_the_limit() {
    var request = MessageType.REQUEST;
    assertThat(MessageCodec.open(ofLength(request, MessageCodec.MAX_OCTETS)).isValue()).isTrue();
    assertThat(errorOf(ofLength(request, MessageCodec.MAX_OCTETS + 1))).isEqualTo(TOO_LARGE);
    assertThat(errorOf(Bytes.wrap(new byte[64 << 20]))).isEqualTo(TOO_LARGE);
  }

  @ParameterizedTest
  @EnumSource
  void each_kind_has_a_limit_of_its_own(MessageType type) {
    int most = MessageCodec.mostOctets(type);
    assertThat(MessageCodec.open(ofLength(type, most)).isValue()).isTrue();
    assertThat(errorOf(ofLength(type, most + 1))).isEqualTo(TOO_LARGE);
    assertThat(most).isGreaterThanOrEqualTo(4 * 1024).isLessThanOrEqualTo(MessageCodec.MAX_OCTETS);
  }

  private Bytes ofLength(MessageType type, int length) {
    int payload = length;
    for (int i = 0; i < 2; i++) { // a shorter payload may have a shorter head
      payload += length - message(type, Bytes.wrap(new byte[payload])).length();
    }
    return message(type, Bytes.wrap(new byte[payload]));
  }

  @Test
  void replicas_have_indices_below_the_limit() {
    for (long signer : new long[] {PayloadReader.MAX_REPLICAS, 1L << 31, 1L << 32, 1L << 62}) {
      assertThat(errorOf(message(MessageType.COMMIT, signer, Bytes.EMPTY)))
          .isEqualTo(OUT_OF_BOUNDS);
      var payload = cbor().array(1).array(1).array(2).number(signer).octets(DIGEST).toBytes();
      assertThat(errorOf(message(MessageType.NEW_VIEW, payload))).isEqualTo(OUT_OF_BOUNDS);
    }
    var negative = cbor().array(1).array(1).array(2).number(-1).octets(DIGEST).toBytes();
    assertThat(errorOf(message(MessageType.NEW_VIEW, negative))).isEqualTo(OUT_OF_BOUNDS);
  }

  @Test
  void lists_have_limits() {
    var many = cbor().array(1).array(PayloadReader.MAX_REPLICAS + 1);
    for (int i = 0; i <= PayloadReader.MAX_REPLICAS; i++) {
      many.array(2).number(0).octets(DIGEST);
    }
    assertThat(errorOf(message(MessageType.NEW_VIEW, many.toBytes()))).isEqualTo(OUT_OF_BOUNDS);
    var operations = cbor().array(6).number(2).number(1).number(1).number(0).text("");
    operations.array(PayloadReader.MAX_LIST + 1);
    operations.all(Bytes.wrap(new byte[PayloadReader.MAX_LIST + 1]));
    assertThat(errorOf(message(MessageType.REQUEST, operations.toBytes())))
        .isEqualTo(OUT_OF_BOUNDS);
  }

  @Test
  void numbers_without_meaning_are_refused() {
    assertThat(errorOf(request(0, 1))).isNull();
    assertThat(errorOf(request(-1, 1))).isEqualTo(OUT_OF_BOUNDS);
    assertThat(errorOf(request(0, 0))).isEqualTo(OUT_OF_BOUNDS);
    assertThat(errorOf(request(0, Long.MIN_VALUE))).isEqualTo(OUT_OF_BOUNDS);
    var batchBeforeTime = cbor().array(2).number(-1).array(0).toBytes();
    assertThat(errorOf(message(MessageType.PRE_PREPARE, batchBeforeTime))).isEqualTo(OUT_OF_BOUNDS);
    var backwards = cbor().array(2).octets(DIGEST).number(-1).toBytes();
    assertThat(errorOf(message(MessageType.FETCH_CHUNK, backwards))).isEqualTo(OUT_OF_BOUNDS);
    var far = cbor().array(2).octets(DIGEST).number(1L << 31).toBytes();
    assertThat(errorOf(message(MessageType.FETCH_CHUNK, far))).isEqualTo(OUT_OF_BOUNDS);
    var older = cbor().array(2).number(-1).text("").toBytes();
    assertThat(errorOf(message(MessageType.ANNOUNCEMENT, older))).isEqualTo(OUT_OF_BOUNDS);
  }

  private Bytes request(long session, long number) {
    var payload = cbor().array(6).number(2).number(session).number(number).number(0).text("");
    return message(MessageType.REQUEST, payload.array(1).octets(Bytes.EMPTY).toBytes());
  }

  @Test
  void a_request_has_operations_a_sender_and_a_short_address() {
    var id = cbor().array(6).number(2).number(1).number(1).number(0).toBytes();
    var other = cbor().array(6).number(3).number(1).number(1).number(0).toBytes();
    var none = cbor().all(id).text("").array(0).toBytes();
    assertThat(errorOf(message(MessageType.REQUEST, none))).isEqualTo(OUT_OF_BOUNDS);
    var foreign = cbor().all(other).text("").array(1).octets(DIGEST).toBytes();
    assertThat(errorOf(message(MessageType.REQUEST, foreign))).isEqualTo(OUT_OF_BOUNDS);
    var before = cbor().array(6).number(2).number(1).number(1).number(-1).toBytes();
    var beforeAll = cbor().all(before).text("").array(1).octets(DIGEST).toBytes();
    assertThat(errorOf(message(MessageType.REQUEST, beforeAll))).isEqualTo(OUT_OF_BOUNDS);
    // 256 octets, not 256 characters
    var longest = cbor().all(id).text("ö".repeat(128)).array(1).octets(DIGEST).toBytes();
    assertThat(errorOf(message(MessageType.REQUEST, longest))).isNull();
    var tooLong = cbor().all(id).text("ö".repeat(128) + "x").array(1).octets(DIGEST).toBytes();
    assertThat(errorOf(message(MessageType.REQUEST, tooLong))).isEqualTo(OUT_OF_BOUNDS);
  }

  @Test
  void a_part_of_a_chunk_lies_within_the_chunk() {
    assertThat(errorOf(chunk(10, 6, 4))).isNull();
    assertThat(errorOf(chunk(10, 6, 5))).isEqualTo(OUT_OF_BOUNDS);
    assertThat(errorOf(chunk(10, 11, 0))).isEqualTo(OUT_OF_BOUNDS);
    assertThat(errorOf(chunk(-1, 0, 0))).isEqualTo(OUT_OF_BOUNDS);
    assertThat(errorOf(chunk(1L << 31, 0, 0))).isEqualTo(OUT_OF_BOUNDS);
  }

  private Bytes chunk(long length, long offset, int octets) {
    var payload = cbor().array(4).octets(DIGEST).number(length).number(offset);
    return message(MessageType.STATE_CHUNK, payload.octets(Bytes.wrap(new byte[octets])).toBytes());
  }

  @Test
  void a_payload_is_the_one_that_was_signed() {
    var statement = statement(MessageType.FETCH, 2, Bytes.EMPTY);
    var payload = cbor().array(1).array(0).toBytes();
    var wire = cbor().array(4).number(1).octets(SigningBytes.of(statement));
    wire.octets(Bytes.wrap(new byte[64])).octets(payload);
    assertThat(errorOf(wire.toBytes())).isEqualTo(WRONG_DIGEST);
  }

  @Test
  void a_long_signature_is_refused() {
    var wire = cbor().array(4).number(1).octets(GoldenVectors.of("signing-bytes"));
    assertThat(errorOf(wire.octets(Bytes.wrap(new byte[129])).octets(Bytes.EMPTY).toBytes()))
        .isEqualTo(OUT_OF_BOUNDS);
  }

  private static void assertCheap(Bytes wire) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    decode(wire);
    long before = threads.getThreadAllocatedBytes(thread);
    decode(wire);
    assertThat(threads.getThreadAllocatedBytes(thread) - before).isLessThan(SMALL_CHANGE);
  }

  private static LooseCbor fields(Bytes payload, Bytes statement) {
    return cbor().number(1).octets(statement).octets(Bytes.wrap(new byte[64])).octets(payload);
  }

  private static Bytes envelopeFields(Bytes payload) {
    return fields(payload, GoldenVectors.of("signing-bytes")).toBytes();
  }

  private Bytes message(MessageType type, Bytes payload) {
    return message(type, 2, payload);
  }

  private Bytes message(MessageType type, long signer, Bytes payload) {
    var signed = SigningBytes.of(statement(type, signer, payload));
    return cbor().array(4).all(fields(payload, signed).toBytes()).toBytes();
  }

  private Statement statement(MessageType type, long signer, Bytes payload) {
    var codec = committee.codec();
    var digest = Digest.of(payload);
    return new Statement(type, codec.cluster(), codec.configuration(), signer, 0, 0, digest);
  }

  private static DecodeError.Kind errorOf(Bytes wire) {
    var found = new DecodeError.Kind[1];
    decode(wire).match(value -> {}, error -> found[0] = error.kind());
    return found[0];
  }

  private static Decoded<?> decode(Bytes wire) {
    var opened = MessageCodec.open(wire);
    return opened.isValue()
        ? MessageCodec.read(opened.orElseThrow(e -> new IllegalStateException(e.toString())))
        : opened;
  }
}
