package io.quorate.engine.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.fixtures.Collected;
import io.quorate.engine.fixtures.Committee;
import io.quorate.engine.fixtures.Examples;
import io.quorate.engine.model.Batch;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.certificate.CommitCertificate;
import io.quorate.engine.model.certificate.Endorsement;
import io.quorate.engine.model.certificate.PreparedCertificate;
import io.quorate.engine.model.certificate.StableCheckpoint;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.Decided.Decision;
import io.quorate.engine.model.message.Message.PrePrepare;
import io.quorate.engine.model.message.Message.Prepare;
import io.quorate.engine.model.message.MessageType;
import io.quorate.engine.model.message.StateMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Proof inside messages (THREATS A20): counted is what was verified, each member once. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@ParameterizedClass
@EnumSource
class CertificateClaimsTest {

  private static final String COUNT = "where it takes";
  private static final String TWICE = "a certificate by a stranger, or by one replica twice";
  private static final String FORGED = "a forged signature";
  private static final String ELSE = "something else than requests";
  private static final ReplicaId LIAR = new ReplicaId(2);
  private static final View VIEW = new View(5);

  private final Committee committee;
  private final Examples examples;
  private final MessageVerifier verifier;
  private final PrePrepare proposal;
  private final PreparedCertificate prepared;
  private final Decision decision;

  CertificateClaimsTest(SignatureScheme scheme) {
    committee = Committee.of(4, scheme);
    examples = new Examples(committee);
    verifier = committee.verifier();
    proposal = examples.prePrepare();
    prepared = committee.prepared(proposal);
    decision = examples.decision();
  }

  @Test
  void a_checkpoint_takes_a_quorum_of_different_members() {
    var header = examples.header();
    var three = examples.stable().signature().endorsements();
    assertThat(checkpointFlaw(new StableCheckpoint(header, three))).isNull();
    assertThat(checkpointFlaw(new StableCheckpoint(header, three.subList(0, 2)))).contains(COUNT);
    assertThat(checkpointFlaw(new StableCheckpoint(header, List.of()))).contains(COUNT);
    var all = signed(0, 1, 2, 3);
    assertThat(checkpointFlaw(new StableCheckpoint(header, all))).contains(COUNT);
    assertThat(checkpointFlaw(new StableCheckpoint(header, signed(0, 1, 1)))).isEqualTo(TWICE);
    assertThat(checkpointFlaw(new StableCheckpoint(header, signed(3, 1, 0)))).isNull();
    var stranger = List.of(all.get(0), all.get(1), named(4, all.get(2)));
    assertThat(checkpointFlaw(new StableCheckpoint(header, stranger))).isEqualTo(TWICE);
    var another = List.of(all.get(0), all.get(1), named(3, all.get(2)));
    assertThat(checkpointFlaw(new StableCheckpoint(header, another))).isEqualTo(FORGED);
  }

  @Test
  void a_checkpoint_is_about_its_header() {
    var old = examples.header();
    var other =
        Canonical.seal(
            new io.quorate.engine.model.Header(
                old.sequence(),
                old.previous(),
                old.batch(),
                old.results(),
                Digest.of(Bytes.utf8("another state")),
                old.configuration(),
                old.timestamp(),
                Digest.ZERO));
    var signatures = examples.stable().signature().endorsements();
    assertThat(checkpointFlaw(new StableCheckpoint(other, signatures))).isEqualTo(FORGED);
  }

  @Test
  void the_first_checkpoint_needs_no_signature_but_is_everybody_s() {
    assertThat(checkpointFlaw(committee.genesisCheckpoint())).isNull();
    var other = Canonical.genesisCheckpoint(Digest.of(Bytes.utf8("another first state")));
    assertThat(checkpointFlaw(other)).isEqualTo("another genesis");
    var genesis = committee.genesisCheckpoint().header();
    assertThat(checkpointFlaw(new StableCheckpoint(genesis, signed(0, 1, 2))))
        .isEqualTo("another genesis");
  }

  @Test
  void a_prepared_certificate_takes_the_primary_s_proposal_and_enough_backups() {
    assertThat(preparedFlaw(prepared)).isNull();
    assertThat(preparedFlaw(by(prepare(2), prepare(0), prepare(2)))).contains(COUNT);
    assertThat(preparedFlaw(by(prepare(0)))).contains(COUNT);
    assertThat(preparedFlaw(by(prepare(0), prepare(0)))).isEqualTo(TWICE);
    assertThat(preparedFlaw(by(prepare(0), prepare(1)))).as("primary").isEqualTo(TWICE);
    assertThat(preparedFlaw(by(prepare(0), named(4, prepare(2))))).isEqualTo(TWICE);
    assertThat(preparedFlaw(by(prepare(3), prepare(2)))).isNull();
    assertThat(preparedFlaw(by(prepare(3), named(2, prepare(0))))).isEqualTo(FORGED);
  }

  @Test
  void a_backup_proposes_nothing() {
    var byBackup =
        new PreparedCertificate(
            VIEW,
            proposal.sequence(),
            proposal.digest(),
            committee.endorse(2, id -> proposal),
            List.of(prepare(0), prepare(3)));
    assertThat(preparedFlaw(byBackup)).isEqualTo("a proposal that is not the primary's");
  }

  @Test
  void a_prepare_is_no_proposal_and_a_proposal_no_prepare() {
    var noProposal =
        new PreparedCertificate(
            VIEW,
            proposal.sequence(),
            proposal.digest(),
            prepare(1),
            prepared.prepares().endorsements());
    assertThat(preparedFlaw(noProposal)).isEqualTo(FORGED);
    assertThat(preparedFlaw(by(prepare(0), committee.endorse(2, id -> proposal))))
        .isEqualTo(FORGED);
    var commit =
        committee.committed(VIEW, proposal.sequence(), proposal.digest()).commits().endorsements();
    assertThat(preparedFlaw(by(commit.get(0), commit.get(2)))).isEqualTo(FORGED);
  }

  @Test
  void signatures_count_for_one_view_slot_and_digest() {
    var at = proposal.sequence();
    var digest = proposal.digest();
    // four views on, the primary is the same
    assertThat(preparedFlaw(like(new View(1), at, digest))).isEqualTo(FORGED);
    assertThat(preparedFlaw(like(VIEW, at.next(), digest))).isEqualTo(FORGED);
    assertThat(preparedFlaw(like(VIEW, at, Digest.of(Bytes.EMPTY)))).isEqualTo(FORGED);
  }

  @Test
  void prepared_certificates_are_in_order_above_the_checkpoint_and_of_earlier_views() {
    var second = committee.prepared(at(VIEW, 66));
    var third = committee.prepared(at(new View(2), 67));
    assertThat(changeFlaw(List.of(prepared, second, third))).isNull();
    assertThat(changeFlaw(List.of(second, prepared))).contains("out of order");
    assertThat(changeFlaw(List.of(prepared, prepared))).contains("out of order");
    assertThat(changeFlaw(List.of(committee.prepared(at(VIEW, 64))))).contains("out of order");
    assertThat(changeFlaw(List.of(committee.prepared(at(VIEW.next(), 65)))))
        .contains("out of order");
    assertThat(changeFlaw(List.of(committee.prepared(at(VIEW, 64 + 256))))).isNull();
    assertThat(changeFlaw(List.of(committee.prepared(at(VIEW, 64 + 257)))))
        .contains("above the window");
    assertThat(changeFlaw(List.of(committee.prepared(at(VIEW, Long.MAX_VALUE)))))
        .contains("above the window");
  }

  @Test
  void one_forgery_among_many_signatures_spoils_a_view_change() {
    var all = new ArrayList<PreparedCertificate>();
    for (int i = 65; i < 65 + 40; i++) {
      all.add(committee.prepared(at(VIEW, i)));
    }
    assertThat(changeFlaw(all)).isNull();
    for (int bad : new int[] {0, 20, 39}) {
      var forged = new ArrayList<>(all);
      var old = all.get(bad);
      var proposal = new Endorsement(old.proposal().signer(), flipped(old.proposal().signature()));
      forged.set(
          bad,
          new PreparedCertificate(
              old.view(), old.sequence(), old.batch(), proposal, old.prepares().endorsements()));
      assertThat(changeFlaw(forged)).isEqualTo(FORGED);
    }
  }

  @Test
  void a_decision_is_about_its_batch() {
    assertThat(decidedFlaw(decision)).isNull();
    var other = new Decision(decision.certificate(), Canonical.nullBatch(), List.of());
    assertThat(decidedFlaw(other)).isEqualTo("a decision about another batch");
    var lying = new Batch(1, List.of(), decision.batch().digest());
    assertThat(decidedFlaw(new Decision(decision.certificate(), lying, List.of())))
        .isEqualTo("a decision about another batch");
  }

  @Test
  void a_decision_takes_a_quorum_of_commits() {
    var commits = decision.certificate().commits().endorsements();
    assertThat(decidedFlaw(by(commits.subList(0, 2)))).contains(COUNT);
    assertThat(decidedFlaw(by(List.of(commits.get(0), commits.get(1), commits.get(1)))))
        .isEqualTo(TWICE);
    assertThat(decidedFlaw(by(List.of(commits.get(0), commits.get(1), named(9, commits.get(2))))))
        .isEqualTo(TWICE);
    assertThat(decidedFlaw(by(List.of(prepare(0), prepare(1), prepare(2))))).isEqualTo(FORGED);
  }

  @Test
  void decisions_are_in_a_row() {
    assertThat(decidedFlaw(decided(65), decided(66), decided(67))).isNull();
    assertThat(decidedFlaw(decided(65), decided(67))).isEqualTo("decisions that are not in a row");
    assertThat(decidedFlaw(decided(65), decided(65))).isEqualTo("decisions that are not in a row");
    assertThat(decidedFlaw(decided(66), decided(65))).isEqualTo("decisions that are not in a row");
    assertThat(decidedFlaw(decided(0))).isEqualTo("decisions that are not in a row");
    assertThat(decidedFlaw(decided(Long.MAX_VALUE))).isNull();
    assertThat(decidedFlaw(decided(Long.MAX_VALUE), decided(1))).contains("not in a row");
  }

  @Test
  void a_decision_s_requests_are_signed_by_their_clients() {
    var good = request(100, committee.client(100));
    assertThat(decidedFlaw(with(good, request(101, committee.client(101))))).isNull();
    assertThat(decidedFlaw(with(good, request(101, committee.client(100))))).isEqualTo(FORGED);
    assertThat(decidedFlaw(with(good, request(99, committee.client(99))))).contains(ELSE);
    var vote = committee.sign(examples.of(MessageType.PREPARE)).wire();
    assertThat(decidedFlaw(with(good, vote))).contains(ELSE);
    assertThat(decidedFlaw(with(good, Bytes.utf8("no message")))).contains("none");
  }

  @Test
  void requests_of_decisions_that_are_news_cost_nothing_and_repeated_they_cost_a_check_each() {
    var told = with(request(100, committee.client(100)), request(101, committee.client(101)));
    assertThat(cost(told)).isEqualTo(decision.certificate().commits().endorsements().size());
    assertThat(cost(told)).isEqualTo(2);
  }

  @Test
  void requests_that_a_decision_leaves_out_need_no_signature() {
    var good = request(100, committee.client(100));
    assertThat(decidedFlaw(with(good, Bytes.EMPTY))).isNull();
    assertThat(decidedFlaw(with())).isNull();
  }

  @Test
  void larger_committees_count_their_own_quorum() {
    for (int n : new int[] {5, 6, 8}) {
      var larger = Committee.of(n, committee.scheme());
      var message = new Examples(larger).viewChange();
      assertThat(Collected.offer(larger.verifier(), larger.sign(message).wire()).verified())
          .hasSize(1);
    }
  }

  private Decision with(Bytes... requests) {
    return new Decision(decision.certificate(), decision.batch(), List.of(requests));
  }

  private int cost(Decision told) {
    var wire =
        committee.replica(LIAR.value()).sign(new Message.Decided(LIAR, List.of(told))).wire();
    var opened = verifier.open(wire, why -> {}).orElseThrow();
    return verifier.read(opened, new Collected());
  }

  private Bytes request(long client, MessageSigner signer) {
    var own = new MessageSigner(committee.codec(), client, signer.signer());
    return own.sign(examples.request(client, 1, Bytes.utf8("a"))).wire();
  }

  private Decision decided(long at) {
    var batch = Canonical.nullBatch();
    var certificate = committee.committed(VIEW, new SequenceNumber(at), batch.digest());
    return new Decision(certificate, batch, List.of());
  }

  private Decision by(List<Endorsement> commits) {
    var old = decision.certificate();
    return new Decision(
        new CommitCertificate(old.view(), old.sequence(), old.batch(), commits),
        decision.batch(),
        decision.requests());
  }

  private PrePrepare at(View view, long sequence) {
    return new PrePrepare(view, new SequenceNumber(sequence), proposal.batch());
  }

  private Endorsement prepare(int replica) {
    return committee.endorse(
        replica, id -> new Prepare(VIEW, proposal.sequence(), proposal.digest(), id));
  }

  private PreparedCertificate by(Endorsement... prepares) {
    return new PreparedCertificate(
        VIEW, proposal.sequence(), proposal.digest(), prepared.proposal(), List.of(prepares));
  }

  /** The same signatures under another claim. */
  private PreparedCertificate like(View view, SequenceNumber at, Digest digest) {
    return new PreparedCertificate(
        view, at, digest, prepared.proposal(), prepared.prepares().endorsements());
  }

  private List<Endorsement> signed(int... replicas) {
    return IntStream.of(replicas)
        .mapToObj(i -> committee.endorse(i, id -> new Message.Checkpoint(examples.header(), id)))
        .toList();
  }

  private static Endorsement named(int replica, Endorsement other) {
    return new Endorsement(new ReplicaId(replica), other.signature());
  }

  private static Bytes flipped(Bytes signature) {
    var octets = signature.toArray();
    octets[40] ^= 4;
    return Bytes.wrap(octets);
  }

  private String preparedFlaw(PreparedCertificate certificate) {
    return changeFlaw(List.of(certificate));
  }

  private String changeFlaw(List<PreparedCertificate> certificates) {
    return flaw(Canonical.viewChange(VIEW.next(), examples.stable(), certificates, LIAR));
  }

  private String checkpointFlaw(StableCheckpoint checkpoint) {
    var inManifest = flaw(new StateMessage.StateManifest(LIAR, checkpoint, List.of()));
    var inChange = flaw(Canonical.viewChange(VIEW, checkpoint, List.of(), LIAR));
    assertThat(inManifest).isEqualTo(inChange);
    return inChange;
  }

  private String decidedFlaw(Decision... decisions) {
    return flaw(new Message.Decided(LIAR, Arrays.asList(decisions)));
  }

  /** What is wrong with the message, which its sender signed; null when it is believed. */
  private String flaw(Message message) {
    var outcome = Collected.offer(verifier, committee.replica(LIAR.value()).sign(message).wire());
    assertThat(outcome.verified().size() + outcome.unverified().size()).isEqualTo(1);
    if (outcome.unverified().isEmpty()) {
      return null;
    }
    var why = (VerificationFailure.BadCertificate) outcome.unverified().get(0);
    assertThat(why.signer()).isEqualTo(LIAR.value());
    return why.why();
  }
}
