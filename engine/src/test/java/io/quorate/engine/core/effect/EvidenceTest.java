package io.quorate.engine.core.effect;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.core.ReplicaCore;
import io.quorate.engine.core.SigningCommittee;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.RequestReference;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message.Commit;
import io.quorate.engine.model.message.Message.Fetch;
import io.quorate.engine.model.message.Message.PrePrepare;
import io.quorate.engine.model.message.Message.Prepare;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EvidenceTest {

  private static final SequenceNumber ONE = new SequenceNumber(1);
  private static final ReplicaId LIAR = new ReplicaId(0);

  private final SigningCommittee committee = new SigningCommittee();
  private final ReplicaCore core = committee.core(1);

  @Test
  void both_proposals_of_a_primary_that_made_two_for_one_slot_are_kept() {
    var first = committee.replica(0).sign(proposal(1));
    var second = committee.replica(0).sign(proposal(2));
    core.onPrePrepare(first);
    core.onPrePrepare(second);
    assertThat(core.evidence()).hasSize(1);
    var evidence = core.evidence().get(0);
    assertThat(evidence.by()).isEqualTo(LIAR);
    assertThat(evidence.why()).isInstanceOf(Rejection.Equivocation.class);
    assertThat(evidence.first()).isEqualTo(first.wire());
    assertThat(evidence.second()).isEqualTo(second.wire());
  }

  @Test
  void both_votes_of_a_backup_that_voted_twice_are_kept() {
    var liar = new ReplicaId(2);
    for (var batch : List.of("one", "two")) {
      var digest = Digest.of(Bytes.utf8(batch));
      core.onPrepare(committee.replica(2).sign(new Prepare(View.ZERO, ONE, digest, liar)));
      core.onCommit(committee.replica(2).sign(new Commit(View.ZERO, ONE, digest, liar)));
    }
    assertThat(core.evidence()).hasSize(2).allMatch(each -> each.by().equals(liar));
  }

  @Test
  void whoever_votes_for_another_batch_is_asked_for_the_proposal_whichever_came_first() {
    var late = committee.core(2);
    var proposal = committee.replica(0).sign(proposal(1));
    var other = proposal(2).digest();
    var vote = committee.replica(3).sign(new Prepare(View.ZERO, ONE, other, new ReplicaId(3)));
    core.onPrePrepare(proposal);
    core.onPrepare(vote);
    core.onPrepare(vote);
    late.onPrepare(vote);
    late.onPrePrepare(proposal);
    assertThat(asked(core)).containsExactly(other);
    assertThat(asked(late)).containsExactly(other);
  }

  /** Digests that replica 3 alone is asked for. */
  private static List<Digest> asked(ReplicaCore core) {
    return core.takeEffects().stream()
        .filter(each -> each instanceof Effect.SignAndSend)
        .map(each -> (Effect.SignAndSend) each)
        .filter(say -> say.to().equals(Optional.of(new ReplicaId(3))))
        .flatMap(say -> ((Fetch) say.message()).digests().stream())
        .toList();
  }

  @Test
  void every_one_of_10000_conflicting_proposals_is_refused_by_name_and_at_once() {
    core.onPrePrepare(committee.replica(0).sign(proposal(1)));
    core.takeEffects();
    for (int i = 2; i < 10_002; i++) {
      core.onPrePrepare(committee.replica(0).sign(proposal(i)));
      assertThat(core.takeEffects())
          .filteredOn(each -> each instanceof Effect.CountRejection)
          .singleElement()
          .matches(each -> ((Effect.CountRejection) each).why() instanceof Rejection.Equivocation);
    }
    long octets = core.evidence().stream().mapToLong(Evidence::octets).sum();
    assertThat(octets).isBetween(200_000L, (1L << 20) / 4);
  }

  @Test
  void the_same_message_again_is_no_evidence_and_evidence_is_kept_once() {
    for (int i = 0; i < 3; i++) {
      core.onPrePrepare(committee.replica(0).sign(proposal(1)));
      core.onPrePrepare(committee.replica(0).sign(proposal(2)));
    }
    assertThat(core.evidence()).hasSize(1);
  }

  @Test
  void what_is_kept_of_one_liar_leaves_room_for_others() {
    var book = new EvidenceBook(400, 4);
    var octets = Bytes.wrap(new byte[40]);
    for (int i = 0; i < 100; i++) {
      book.keep(new Evidence(LIAR, new Rejection.PrimaryPrepared(LIAR), octets, numbered(i)));
    }
    assertThat(book.all()).hasSize(2);
    var other = new ReplicaId(3);
    assertThat(book.keep(new Evidence(other, new Rejection.PrimaryPrepared(other), octets, octets)))
        .isTrue();
  }

  private static Bytes numbered(int number) {
    return Bytes.wrap(new byte[] {(byte) number, 0, 0, 0});
  }

  private static PrePrepare proposal(int number) {
    var id = new RequestId(new ClientId(1), 1, number);
    var digest = Digest.of(Bytes.utf8("request " + number));
    var batch =
        Canonical.batch(
            SigningCommittee.WALL << 16, List.of(new RequestReference(id, 1, 100, digest)));
    return new PrePrepare(View.ZERO, ONE, batch);
  }
}
