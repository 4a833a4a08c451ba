package io.quorate.engine.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.codec.Unverified;
import io.quorate.engine.fixtures.Collected;
import io.quorate.engine.fixtures.Committee;
import io.quorate.engine.fixtures.Examples;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.certificate.Endorsement;
import io.quorate.engine.model.certificate.PreparedCertificate;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.Prepare;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** What certificates cost whose votes were seen before; 3 in a checkpoint, 3 in a prepared one. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HeldVotesTest {

  private static final int ALL = 6;

  private final Committee committee = Committee.of(4, SignatureScheme.ED25519);
  private final Examples examples = new Examples(committee);
  private final MessageVerifier verifier = committee.verifier();
  private final PreparedCertificate prepared = committee.prepared(examples.prePrepare());

  @Test
  void votes_that_several_view_changes_show_are_checked_once() {
    assertThat(cost(change(0, prepared))).isEqualTo(ALL);
    assertThat(cost(change(1, prepared))).isZero();
  }

  @Test
  void votes_that_came_by_themselves_cost_no_hash_and_are_checked_when_shown() {
    assertThat(verifier.allSigned(List.of(opened(proposal()), opened(vote(1))))).isTrue();
    assertThat(cost(change(0, prepared))).isEqualTo(ALL);
  }

  @Test
  void another_signature_under_a_vote_that_held_is_refused() {
    cost(change(0, prepared));
    var one = prepared.prepares().endorsements().get(0);
    var octets = one.signature().toArray();
    octets[40] ^= 4;
    var forged = new Endorsement(one.signer(), Bytes.wrap(octets));
    var outcome = Collected.offer(verifier, change(1, with(forged)));
    assertThat(outcome.verified()).isEmpty();
    assertThat(outcome.unverified()).containsExactly(forgery(1));
  }

  @Test
  void a_signature_that_held_counts_for_its_own_vote_only() {
    cost(change(0, prepared));
    var one = prepared.prepares().endorsements().get(0);
    var other = new Endorsement(absent(), one.signature());
    assertThat(Collected.offer(verifier, change(1, with(other))).unverified())
        .containsExactly(forgery(1));
  }

  @Test
  void votes_among_which_one_is_forged_are_checked_again() {
    var stranger = new MessageSigner(committee.codec(), 2, committee.replica(0).signer());
    var forged = opened(stranger.sign(prepare(2)).wire());
    assertThat(verifier.allSigned(List.of(opened(vote(1)), forged))).isFalse();
    assertThat(cost(change(0, prepared))).isEqualTo(ALL);
  }

  @Test
  void the_oldest_are_forgotten() {
    var held = new HeldVotes();
    IntStream.rangeClosed(0, HeldVotes.MOST).forEach(i -> held.add(octets(i), octets(-i)));
    assertThat(held.has(octets(0), octets(0))).isFalse();
    assertThat(held.has(octets(1), octets(-1))).isTrue();
    assertThat(held.has(octets(HeldVotes.MOST), octets(-HeldVotes.MOST))).isTrue();
    assertThat(held.has(octets(1), octets(-2))).isFalse();
  }

  /** Signatures that were checked. */
  private int cost(Bytes wire) {
    var outcome = new Collected();
    int cost = verifier.read(opened(wire), outcome);
    assertThat(outcome.verified()).hasSize(1);
    return cost;
  }

  private Bytes change(int by, PreparedCertificate certificate) {
    var change =
        Canonical.viewChange(
            certificate.view().next(), examples.stable(), List.of(certificate), new ReplicaId(by));
    return committee.replica(by).sign(change).wire();
  }

  private PreparedCertificate with(Endorsement first) {
    return new PreparedCertificate(
        prepared.view(),
        prepared.sequence(),
        prepared.batch(),
        prepared.proposal(),
        List.of(first, prepared.prepares().endorsements().get(1)));
  }

  private Bytes proposal() {
    return committee.sign(examples.prePrepare()).wire();
  }

  private Bytes vote(int by) {
    return committee
        .replica(prepared.prepares().endorsements().get(by).signer().value())
        .sign(prepare(prepared.prepares().endorsements().get(by).signer().value()))
        .wire();
  }

  private Message prepare(int by) {
    return new Prepare(prepared.view(), prepared.sequence(), prepared.batch(), new ReplicaId(by));
  }

  /** The one of the four that is not in the certificate. */
  private ReplicaId absent() {
    var signers = prepared.prepares().endorsements().stream().map(Endorsement::signer).toList();
    return IntStream.range(0, 4)
        .mapToObj(ReplicaId::new)
        .filter(each -> !signers.contains(each) && !each.equals(prepared.proposal().signer()))
        .findFirst()
        .orElseThrow();
  }

  private static VerificationFailure forgery(long by) {
    return new VerificationFailure.BadCertificate(by, "a forged signature");
  }

  private Unverified opened(Bytes wire) {
    return verifier
        .open(
            wire,
            why -> {
              throw new AssertionError(why);
            })
        .orElseThrow();
  }

  private static Bytes octets(int value) {
    return Bytes.utf8("number " + value);
  }
}
