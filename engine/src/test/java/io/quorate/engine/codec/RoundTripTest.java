package io.quorate.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.fixtures.Committee;
import io.quorate.engine.fixtures.Examples;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Header;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.RequestReference;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.certificate.Certificate;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.MessageType;
import io.quorate.engine.model.message.Stance;
import io.quorate.engine.model.message.StateMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RoundTripTest {

  private static final View LAST_VIEW = new View(Long.MAX_VALUE);
  private static final SequenceNumber LAST = new SequenceNumber(Long.MAX_VALUE);
  private static final ReplicaId LAST_REPLICA = new ReplicaId(PayloadReader.MAX_REPLICAS - 1);
  private static final Digest DIGEST = Digest.of(Bytes.utf8("digest"));

  private final Committee committee = Committee.of(4);
  private final Examples examples = new Examples(committee);

  @ParameterizedTest
  @EnumSource
  void a_message_is_read_as_it_was_written(MessageType type) {
    var message = examples.of(type);
    assertThat(message.type()).isEqualTo(type);
    assertSurvives(message);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5, 7, 10, 100})
  void certificates_of_any_committee_survive(int n) {
    var larger = new Examples(Committee.of(n));
    assertSurvives(larger.of(MessageType.VIEW_CHANGE));
    assertSurvives(larger.of(MessageType.DECIDED));
    assertSurvives(larger.of(MessageType.STATE_MANIFEST));
  }

  @Test
  void the_highest_numbers_survive() {
    assertSurvives(new Message.Prepare(LAST_VIEW, LAST, DIGEST, LAST_REPLICA));
    assertSurvives(
        new Message.Status(LAST_REPLICA, LAST_VIEW, Stance.CHANGING, LAST, LAST, Long.MAX_VALUE));
    assertSurvives(new Message.Announcement(LAST_REPLICA, Long.MAX_VALUE, ""));
    assertSurvives(new StateMessage.FetchChunk(LAST_REPLICA, DIGEST, Integer.MAX_VALUE));
    assertSurvives(
        new StateMessage.StateChunk(
            LAST_REPLICA, DIGEST, Integer.MAX_VALUE, Integer.MAX_VALUE, Bytes.EMPTY));
    assertSurvives(
        Canonical.request(
            new RequestId(new ClientId(Long.MAX_VALUE), Long.MAX_VALUE, Long.MAX_VALUE),
            Message.Request.NEVER,
            "",
            List.of(Bytes.EMPTY)));
  }

  @Test
  void the_lowest_numbers_survive() {
    var first = new ReplicaId(0);
    assertSurvives(new Message.Commit(View.ZERO, SequenceNumber.ZERO, Digest.ZERO, first));
    assertSurvives(
        new Message.Status(
            first,
            View.ZERO,
            Stance.VOTING,
            SequenceNumber.ZERO,
            SequenceNumber.ZERO,
            Long.MIN_VALUE));
    assertSurvives(new Message.Fetch(first, List.of()));
    assertSurvives(new Message.Decided(first, List.of()));
    assertSurvives(new Message.PrePrepare(View.ZERO, LAST, Canonical.nullBatch()));
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        1,
        23,
        24,
        255,
        256,
        65_535,
        65_536,
        0xffff_ffffL,
        0x1_0000_0000L,
        Long.MAX_VALUE
      })
  void numbers_at_every_change_of_width_survive(long number) throws DecodeException {
    var octets = new CborWriter().array(2).number(number).number(~number).end().toBytes();
    var reader = new CborReader(octets);
    reader.array();
    assertThat(reader.number()).isEqualTo(number);
    assertThat(reader.number()).isEqualTo(~number);
    reader.endExactly();
    reader.finish();
    assertThat(octets)
        .isEqualTo(LooseCbor.cbor().array(2).number(number).number(~number).toBytes());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 23, 24, 255, 256, 65_535, 65_536, 1_200_000})
  void operations_of_any_length_survive(int length) {
    assertSurvives(examples.request(100, 1, Bytes.wrap(new byte[length])));
  }

  @Test
  void the_largest_batch_survives() {
    var references = new ArrayList<RequestReference>();
    for (int i = 1; i <= 8_192; i++) {
      references.add(new RequestReference(new RequestId(new ClientId(100), 1, i), 1, 1, DIGEST));
    }
    var batch = Canonical.batch(Long.MAX_VALUE, references);
    var read = survives(new Message.PrePrepare(View.ZERO, LAST, batch));
    assertThat(((Message.PrePrepare) read).batch().requests()).isEqualTo(references);
  }

  @Test
  void text_outside_ascii_survives() {
    assertSurvives(new Message.Announcement(new ReplicaId(1), 1, "knoten-ö.例え.example:1 😀"));
  }

  @Test
  void facts_survive_in_order() {
    var facts = examples.facts();
    assertThat(facts).hasSize(io.quorate.engine.model.Fact.class.getPermittedSubclasses().length);
    assertThat(valueOf(FactCodec.decodeFacts(FactCodec.encodeFacts(facts)))).isEqualTo(facts);
    assertThat(valueOf(FactCodec.decodeFacts(FactCodec.encodeFacts(List.of())))).isEmpty();
  }

  @Test
  void decisions_and_checkpoints_survive() {
    var decisions = List.of(examples.decision(), examples.decision());
    assertThat(valueOf(FactCodec.decodeDecisions(FactCodec.encodeDecisions(decisions))))
        .isEqualTo(decisions);
    for (var stable : List.of(examples.stable(), committee.genesisCheckpoint())) {
      assertThat(valueOf(FactCodec.decodeCheckpoint(FactCodec.encodeCheckpoint(stable))))
          .isEqualTo(stable);
    }
    assertThat(Certificate.class.isInstance(examples.stable())).isTrue();
  }

  @Test
  void a_header_s_digest_is_of_all_its_other_fields() {
    var header = examples.header();
    assertThat(Canonical.seal(header)).isEqualTo(header);
    var later =
        new Header(
            header.sequence(),
            header.previous(),
            header.batch(),
            header.results(),
            header.state(),
            header.configuration(),
            header.timestamp() + 1,
            header.digest());
    assertThat(Canonical.seal(later).digest()).isNotEqualTo(header.digest());
  }

  @Test
  void a_message_in_the_middle_of_other_octets_is_read_alike() {
    for (var type : MessageType.values()) {
      var wire = committee.sign(examples.of(type)).wire();
      var padded = LooseCbor.cbor().raw(1, 2, 3).all(wire).raw(4, 5).toBytes();
      assertThat(read(padded.slice(3, 3 + wire.length()))).isEqualTo(examples.of(type));
    }
  }

  private void assertSurvives(Message message) {
    survives(message);
  }

  private Message survives(Message message) {
    var signer =
        message instanceof Message.Request request ? request.id().client().value() : idOf(message);
    var sent = committee.codec().encode(message, signer, signed -> Bytes.wrap(new byte[64]));
    var read = read(sent.wire());
    assertThat(read).isEqualTo(message);
    var again = committee.codec().encode(read, signer, signed -> Bytes.wrap(new byte[64]));
    assertThat(again).isEqualTo(sent);
    return read;
  }

  /** The replica that a message names inside; 2 where it names none. */
  private static long idOf(Message message) {
    for (var component : message.getClass().getRecordComponents()) {
      if (component.getName().equals("replica")) {
        try {
          return ((ReplicaId) component.getAccessor().invoke(message)).value();
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException(e);
        }
      }
    }
    return 2;
  }

  private static Message read(Bytes wire) {
    return valueOf(MessageCodec.read(valueOf(MessageCodec.open(wire))));
  }

  private static <T> T valueOf(Decoded<T> decoded) {
    return decoded.orElseThrow(error -> new IllegalStateException(error.toString()));
  }
}
