package io.quorate.paper;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.crypto.MessageVerifier;
import io.quorate.engine.crypto.SignatureScheme;
import io.quorate.engine.crypto.VerificationFailure;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.fixtures.Committee;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.certificate.Endorsement;
import io.quorate.engine.model.certificate.PreparedCertificate;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.Commit;
import io.quorate.engine.model.message.Message.PrePrepare;
import io.quorate.engine.model.message.Message.Prepare;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * §5.2, cryptography. Ours: where the paper's votes have MACs, all messages here are signed, so
 * that whoever was convinced can convince others.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class Section52CryptographyTest {

  private static final View VIEW = new View(4);
  private static final SequenceNumber AT = new SequenceNumber(1);
  private static final PrePrepare PROPOSAL =
      new PrePrepare(VIEW, AT, Canonical.batch(7, List.of()));

  /** The votes that convinced one replica are proof for every other one. */
  @ParameterizedTest
  @EnumSource(names = {"ED25519", "ECDSA_P256"})
  void the_votes_that_prepared_a_batch_convince_a_replica_that_saw_none_of_them(
      SignatureScheme scheme) {
    var committee = Committee.of(4, scheme);
    var change = viewChange(committee, committee.prepared(PROPOSAL));
    assertThat(unverified(committee, change.wire())).isEmpty();
  }

  /** One vote that was not given, and the certificate is none. */
  @ParameterizedTest
  @EnumSource(names = {"ED25519", "ECDSA_P256"})
  void a_certificate_with_a_vote_that_another_replica_signed_convinces_nobody(
      SignatureScheme scheme) {
    var committee = Committee.of(4, scheme);
    var real = committee.prepared(PROPOSAL);
    var stolen = real.prepares().endorsements().get(0).signature();
    var prepares =
        List.of(real.prepares().endorsements().get(0), new Endorsement(new ReplicaId(3), stolen));
    var forged =
        new PreparedCertificate(
            real.view(), real.sequence(), real.batch(), real.proposal(), prepares);
    assertThat(unverified(committee, viewChange(committee, forged).wire()))
        .isNotEmpty()
        .hasOnlyElementsOfType(VerificationFailure.BadCertificate.class);
  }

  /** A vote of one phase is no vote of another, and counts at no other place. */
  @ParameterizedTest
  @EnumSource(names = {"ED25519", "ECDSA_P256"})
  void a_prepare_is_no_commit(SignatureScheme scheme) {
    var committee = Committee.of(4, scheme);
    var digest = PROPOSAL.digest();
    var prepare = committee.endorse(2, id -> new Prepare(VIEW, AT, digest, id));
    var commit = committee.endorse(2, id -> new Commit(VIEW, AT, digest, id));
    assertThat(prepare.signature()).isNotEqualTo(commit.signature());
    var real = committee.prepared(PROPOSAL);
    var forged =
        new PreparedCertificate(
            real.view(),
            real.sequence(),
            real.batch(),
            real.proposal(),
            List.of(real.prepares().endorsements().get(0), commit));
    assertThat(unverified(committee, viewChange(committee, forged).wire()))
        .isNotEmpty()
        .hasOnlyElementsOfType(VerificationFailure.BadCertificate.class);
  }

  /** What was changed on its way, if by a bit, was not said. */
  @ParameterizedTest
  @EnumSource(names = {"ED25519", "ECDSA_P256"})
  void a_message_that_was_changed_is_not_believed(SignatureScheme scheme) {
    var committee = Committee.of(4, scheme);
    var wire = prepare(committee).wire().toArray();
    wire[wire.length - 20] ^= 1;
    assertThat(unverified(committee, Bytes.wrap(wire))).isNotEmpty();
  }

  /** Keys are a group's own: the same replicas in another group say nothing here. */
  @ParameterizedTest
  @EnumSource(names = {"ED25519", "ECDSA_P256"})
  void what_was_said_in_another_group_is_not_believed(SignatureScheme scheme) {
    var elsewhere = prepare(Committee.of(4, scheme, "elsewhere"));
    assertThat(unverified(Committee.of(4, scheme), elsewhere.wire()))
        .isNotEmpty()
        .hasOnlyElementsOfType(VerificationFailure.OtherCluster.class);
  }

  private static Verified<Prepare> prepare(Committee committee) {
    return committee.replica(2).sign(new Prepare(VIEW, AT, PROPOSAL.digest(), new ReplicaId(2)));
  }

  private static Verified<Message.ViewChange> viewChange(
      Committee committee, PreparedCertificate shown) {
    var stable = committee.genesisCheckpoint();
    return committee
        .replica(1)
        .sign(Canonical.viewChange(new View(5), stable, List.of(shown), new ReplicaId(1)));
  }

  /** What a replica that has seen nothing else makes of these octets; nothing when it believes. */
  private static List<VerificationFailure> unverified(Committee committee, Bytes wire) {
    var why = new ArrayList<VerificationFailure>();
    var verifier = committee.verifier();
    verifier
        .open(wire, why::add)
        .ifPresent(
            opened -> {
              if (verifier.isSigned(opened)) {
                verifier.read(opened, new Listener(why));
              } else {
                why.add(new VerificationFailure.BadSignature(opened.statement().signer()));
              }
            });
    return why;
  }

  private record Listener(List<VerificationFailure> why) implements MessageVerifier.Outcome {
    @Override
    public void verified(Verified<? extends Message> message) {}

    @Override
    public void unverified(VerificationFailure failure) {
      why.add(failure);
    }
  }
}
