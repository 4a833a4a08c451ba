package io.quorate.engine.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.codec.MessageCodec;
import io.quorate.engine.codec.SigningBytes;
import io.quorate.engine.codec.Unverified;
import io.quorate.engine.fixtures.Collected;
import io.quorate.engine.fixtures.Committee;
import io.quorate.engine.fixtures.Examples;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ConfigurationId;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.MessageType;
import io.quorate.engine.model.message.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Who may say what (THREATS A10): a signature counts for one message in one place, or not at all.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@ParameterizedClass
@EnumSource
class MessageVerifierTest {

  private final SignatureScheme scheme;
  private final Committee committee;
  private final Examples examples;
  private final MessageVerifier verifier;

  MessageVerifierTest(SignatureScheme scheme) {
    this.scheme = scheme;
    this.committee = Committee.of(4, scheme);
    this.examples = new Examples(committee);
    this.verifier = committee.verifier();
  }

  @ParameterizedTest
  @EnumSource
  void an_honest_message_is_believed(MessageType type) {
    var sent = committee.sign(examples.of(type));
    var outcome = Collected.offer(verifier, sent.wire());
    assertThat(outcome.unverified()).isEmpty();
    var verified = outcome.verified().get(0);
    assertThat(verified.message()).isEqualTo(examples.of(type));
    assertThat(verified.signer()).isEqualTo(sent.signer());
    assertThat(verified.signature()).isEqualTo(sent.signature());
    assertThat(verified.wire()).isEqualTo(sent.wire());
  }

  @Test
  void no_octets_are_no_message() {
    assertThat(refusal(Bytes.EMPTY)).isInstanceOf(VerificationFailure.Undecodable.class);
    assertThat(refusal(Bytes.EMPTY).kind()).isEqualTo("MALFORMED");
  }

  @Test
  void another_cluster_s_message_is_dismissed_whatever_its_signature() {
    var twin = Committee.of(4, scheme, "another committee with the same keys");
    var wire = twin.sign(new Examples(twin).of(MessageType.PREPARE)).wire();
    assertThat(refusal(wire)).isEqualTo(new VerificationFailure.OtherCluster());
    assertThat(Collected.offer(twin.verifier(), wire).verified()).hasSize(1);
  }

  @Test
  void another_configuration_s_message_is_dismissed() {
    var later = new MessageCodec(committee.cluster(), new ConfigurationId(1));
    var signer = new MessageSigner(later, 2, committee.replica(2).signer());
    assertThat(refusal(signer.sign(examples.of(MessageType.COMMIT)).wire()))
        .isEqualTo(new VerificationFailure.OtherConfiguration());
  }

  @Test
  void strangers_are_dismissed() {
    for (long stranger : new long[] {4, 5, 100, 1L << 31, (1L << 32) + 2, Long.MAX_VALUE}) {
      var signer = new MessageSigner(committee.codec(), stranger, committee.replica(2).signer());
      var wire = signer.sign(examples.of(MessageType.COMMIT)).wire();
      assertThat(refusal(wire)).isEqualTo(new VerificationFailure.Stranger(stranger));
    }
    var request = examples.request(104, 1, Bytes.EMPTY);
    assertThat(refusal(committee.client(104).sign(request).wire()))
        .isEqualTo(new VerificationFailure.Stranger(104));
    var aReplica = examples.request(2, 1, Bytes.EMPTY);
    assertThat(refusal(committee.replica(2).sign(aReplica).wire()))
        .isEqualTo(new VerificationFailure.Stranger(2));
  }

  @Test
  void a_member_cannot_speak_for_another() {
    var forger = new MessageSigner(committee.codec(), 1, committee.replica(2).signer());
    assertThat(refusal(forger.sign(examples.of(MessageType.COMMIT)).wire()))
        .isEqualTo(new VerificationFailure.BadSignature(1));
  }

  @Test
  void a_client_cannot_sign_another_s_request() {
    var request = examples.request(100, 1, Bytes.utf8("give it to 101"));
    var under100 = new MessageSigner(committee.codec(), 100, committee.client(101).signer());
    assertThat(refusal(under100.sign(request).wire()))
        .isEqualTo(new VerificationFailure.BadSignature(100));
    var under101 = refusal(committee.client(101).sign(request).wire());
    assertThat(under101.kind()).isEqualTo("OUT_OF_BOUNDS");
  }

  @Test
  void a_vote_of_one_phase_is_none_of_another() {
    var commit = opened(committee.sign(examples.of(MessageType.COMMIT)).wire());
    var stolen = changed(commit, s -> with(s, MessageType.PREPARE, s.view(), s.sequence()));
    assertThat(refusal(stolen)).isEqualTo(new VerificationFailure.BadSignature(2));
  }

  @Test
  void a_vote_counts_for_its_view_slot_digest_and_signer_only() {
    for (var type : List.of(MessageType.PREPARE, MessageType.COMMIT)) {
      var vote = opened(committee.sign(examples.of(type)).wire());
      assertThat(refusal(changed(vote, s -> with(s, type, s.view() + 1, s.sequence()))))
          .isEqualTo(new VerificationFailure.BadSignature(2));
      assertThat(refusal(changed(vote, s -> with(s, type, s.view() - 1, s.sequence()))))
          .isEqualTo(new VerificationFailure.BadSignature(2));
      assertThat(refusal(changed(vote, s -> with(s, type, s.view(), s.sequence() + 1))))
          .isEqualTo(new VerificationFailure.BadSignature(2));
      assertThat(refusal(changed(vote, MessageVerifierTest::withNextDigest)))
          .isEqualTo(new VerificationFailure.BadSignature(2));
      assertThat(refusal(changed(vote, s -> bySigner(s, 3))))
          .isEqualTo(new VerificationFailure.BadSignature(3));
    }
  }

  @Test
  void every_octet_of_a_signature_counts() {
    var vote = opened(committee.sign(examples.of(MessageType.PREPARE)).wire());
    for (int i = 0; i < vote.signature().length(); i++) {
      var signature = vote.signature().toArray();
      signature[i] ^= 1;
      assertThat(refusal(wire(vote.signed(), Bytes.wrap(signature), vote.payload())))
          .isEqualTo(new VerificationFailure.BadSignature(2));
    }
    for (int length : new int[] {0, 1, 63, 65, 128}) {
      var signature = Bytes.wrap(Arrays.copyOf(vote.signature().toArray(), length));
      assertThat(refusal(wire(vote.signed(), signature, vote.payload())))
          .isEqualTo(new VerificationFailure.BadSignature(2));
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_statement_says_no_view_or_slot_that_its_message_has_not(MessageType type) {
    var message = examples.of(type);
    long signer = committee.sign(message).signer();
    var opened = opened(committee.sign(message).wire());
    for (int view = 0; view < 2; view++) {
      for (int slot = 1 - view; slot < 2; slot++) {
        long v = opened.statement().view() + view;
        long s = opened.statement().sequence() + slot;
        var outcome =
            Collected.offer(
                verifier, signedAnew(opened, signer, statement -> with(statement, type, v, s)));
        outcome
            .verified()
            .forEach(
                each -> {
                  assertThat(each.message().statedView()).isEqualTo(v);
                  assertThat(each.message().statedSequence()).isEqualTo(s);
                });
      }
    }
  }

  @Test
  void a_checkpoint_vote_with_a_view_would_spoil_a_certificate_and_is_refused() {
    var checkpoint = opened(committee.sign(examples.of(MessageType.CHECKPOINT)).wire());
    var wire = signedAnew(checkpoint, 2, s -> with(s, MessageType.CHECKPOINT, 1, s.sequence()));
    assertThat(refusal(wire).kind()).isEqualTo("OUT_OF_BOUNDS");
  }

  @Test
  void many_messages_are_checked_at_once() {
    var messages =
        Arrays.stream(MessageType.values())
            .map(type -> opened(committee.sign(examples.of(type)).wire()))
            .toList();
    assertThat(verifier.allSigned(messages)).isTrue();
    assertThat(verifier.allSigned(List.of())).isTrue();
    var forger = new MessageSigner(committee.codec(), 1, committee.replica(2).signer());
    var forged =
        forger.sign(
            new Message.Prepare(View.ZERO, new SequenceNumber(1), Digest.ZERO, new ReplicaId(1)));
    var withForgery = new java.util.ArrayList<>(messages);
    withForgery.add(7, opened(forged.wire()));
    assertThat(verifier.allSigned(withForgery)).isFalse();
    assertThat(withForgery.stream().filter(each -> !verifier.isSigned(each))).hasSize(1);
    assertThat(verifier.allSigned(messages)).isTrue();
  }

  private VerificationFailure refusal(Bytes wire) {
    var outcome = Collected.offer(verifier, wire);
    assertThat(outcome.verified()).isEmpty();
    assertThat(outcome.unverified()).hasSize(1);
    return outcome.unverified().get(0);
  }

  private static Unverified opened(Bytes wire) {
    return MessageCodec.open(wire).orElseThrow(e -> new IllegalStateException(e.toString()));
  }

  /** The same signature under another statement. */
  private static Bytes changed(Unverified message, UnaryOperator<Statement> change) {
    var signed = SigningBytes.of(change.apply(message.statement()));
    return wire(signed, message.signature(), message.payload());
  }

  /** Another statement, rightly signed: what only its signer can send. */
  private Bytes signedAnew(Unverified message, long signer, UnaryOperator<Statement> change) {
    var signed = SigningBytes.of(change.apply(message.statement()));
    var as = signer < 100 ? committee.replica((int) signer) : committee.client(signer);
    var signature = Bytes.wrap(as.signer().sign(signed.toArray()));
    return wire(signed, signature, message.payload());
  }

  private static Bytes wire(Bytes signed, Bytes signature, Bytes payload) {
    return Envelopes.of(signed, signature, payload);
  }

  private static Statement with(Statement old, MessageType type, long view, long sequence) {
    return new Statement(
        type, old.cluster(), old.configuration(), old.signer(), view, sequence, old.digest());
  }

  private static Statement bySigner(Statement old, long signer) {
    return new Statement(
        old.type(),
        old.cluster(),
        old.configuration(),
        signer,
        old.view(),
        old.sequence(),
        old.digest());
  }

  private static Statement withNextDigest(Statement old) {
    var octets = old.digest().toBytes().toArray();
    octets[31]++;
    return new Statement(
        old.type(),
        old.cluster(),
        old.configuration(),
        old.signer(),
        old.view(),
        old.sequence(),
        Digest.fromBytes(Bytes.wrap(octets)));
  }
}
