package io.quorate.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.core.agreement.NewViewPlan;
import io.quorate.engine.core.antientropy.AntiEntropy;
import io.quorate.engine.core.effect.Effect;
import io.quorate.engine.core.effect.Rejection;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Fact;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message.Decided;
import io.quorate.engine.model.message.Message.Fetch;
import io.quorate.engine.model.message.Message.FetchDecided;
import io.quorate.engine.model.message.Message.Request;
import io.quorate.engine.model.message.Message.Status;
import io.quorate.engine.model.message.MessageType;
import io.quorate.engine.model.message.Stance;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Bugs that the simulation, or reading for it, found in the core: each once, without chance. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReplicaCoreTest {

  private static final SequenceNumber FIRST = new SequenceNumber(1);

  private final SigningCommittee committee = new SigningCommittee();

  @Test
  void a_proposal_that_is_not_durable_is_shown_to_nobody() {
    var primary = new CoreFixture(committee.core(0));
    primary.beforeAnythingIsDurable(core -> core.onRequest(committee.request(1, 1, "a")));
    primary.beforeAnythingIsDurable(core -> core.onStatus(status(1)));
    assertThat(primary.effects(Effect.PersistThenSend.class)).hasSize(1);
    assertThat(primary.effects(Effect.SendSigned.class)).isEmpty();
  }

  @Test
  void a_proposal_that_is_durable_is_shown_to_whoever_lacks_it() {
    var primary = new CoreFixture(committee.core(0));
    primary.after(core -> core.onRequest(committee.request(1, 1, "a")));
    primary.after(core -> core.onStatus(status(1)));
    var wire = primary.sent(MessageType.PRE_PREPARE).get(0).wire();
    assertThat(primary.effects(Effect.SendSigned.class))
        .containsExactly(new Effect.SendSigned(wire, Optional.of(new ReplicaId(1))));
  }

  @Test
  void votes_alone_are_no_work() {
    var backup = new CoreFixture(committee.core(2));
    var digest = committee.batch(committee.request(1, 1, "a")).digest();
    backup.after(core -> core.onCommit(committee.commit(3, 0, 5, digest)));
    backup.after(core -> core.onPrepare(committee.prepare(3, 0, 5, digest)));
    assertThat(backup.core().hasWork()).isFalse();
  }

  @Test
  void who_stops_voting_says_how_far_it_has_come() {
    var backup = new CoreFixture(committee.core(2));
    backup.after(core -> core.stopVoting(new View(1)));
    assertThat(backup.effects(Effect.SignAndSend.class))
        .extracting(Effect.SignAndSend::message)
        .containsExactly(
            new Status(
                new ReplicaId(2),
                new View(1),
                Stance.CHANGING,
                SequenceNumber.ZERO,
                SequenceNumber.ZERO,
                0));
  }

  @Test
  void a_primary_that_restarts_first_repeats_what_its_views_plan_demands() {
    var request = committee.request(1, 1, "a");
    var batch = committee.batch(request);
    var change = committee.viewChange(0, 1, committee.beginning(), committee.prepared(0, 1, batch));
    var promised =
        new Fact.Promised(
            View.ZERO,
            new SequenceNumber(1),
            committee.proposal(0, 1, batch).wire(),
            committee.prepare(1, 0, 1, batch.digest()).wire(),
            List.of(request.wire()));
    var installed = new Fact.ViewInstalled(new View(1), Bytes.EMPTY, List.of(change.wire()));
    var primary = new CoreFixture(committee.core(1));
    primary.after(
        core ->
            core.recall(
                new RecoveredState(
                    List.of(promised, installed), SequenceNumber.ZERO, List.of(), id -> false)));
    assertThat(primary.sent(MessageType.PRE_PREPARE)).hasSize(1);
    assertThat(primary.sent(MessageType.PRE_PREPARE).get(0).message())
        .isEqualTo(committee.proposal(1, 1, batch).message());
  }

  @Test
  void a_replica_that_restarts_has_both_of_two_requests_with_one_name_that_it_promised() {
    var first = committee.request(1, 1, "a");
    var second = committee.request(1, 1, "b");
    var facts = List.<Fact>of(promised(1, first), promised(2, second));
    var primary = new CoreFixture(committee.core(0));
    primary.after(
        core ->
            core.recall(new RecoveredState(facts, SequenceNumber.ZERO, List.of(), id -> false)));
    var both = List.of(first.message().digest(), second.message().digest());
    primary.after(core -> core.onFetch(new Fetch(new ReplicaId(2), both)));
    assertThat(primary.effects(Effect.SendMissing.class))
        .extracting(Effect.SendMissing::wire)
        .contains(first.wire(), second.wire());
  }

  @Test
  void a_lost_null_batch_is_not_asked_for() {
    var backup = new CoreFixture(committee.core(2));
    var nothing = Canonical.nullBatch().digest();
    for (int replica : new int[] {0, 1, 3}) {
      backup.after(core -> core.onCommit(committee.commit(replica, 0, 1, nothing)));
    }
    assertThat(backup.effects(Effect.Execute.class)).hasSize(1);
  }

  @Test
  void a_batch_gets_a_request_though_another_with_its_name_was_executed() {
    var first = committee.request(1, 1, "a");
    var second = committee.request(1, 1, "b");
    var backup = new CoreFixture(committee.core(2));
    backup.after(core -> core.onRequest(first));
    backup.after(core -> core.onPrePrepare(committee.proposal(0, 1, committee.batch(first))));
    backup.after(core -> core.onPrePrepare(committee.proposal(0, 2, committee.batch(second))));
    assertThat(backup.sent(MessageType.PREPARE)).hasSize(1);
    assertThat(backup.core().wants(second.message().digest())).isTrue();
    backup.after(core -> core.onRequest(second));
    assertThat(backup.sent(MessageType.PREPARE)).hasSize(2);
  }

  @Test
  void a_replica_whose_requests_are_served_slowly_says_that_it_doubts_the_primary() {
    var backup = new CoreFixture(committee.core(2));
    serveSlowly(backup);
    assertThat(backup.core().status().stance()).isEqualTo(Stance.DOUBTING);
    assertThat(backup.core().isPrimaryDoubted()).as("by f + 1").isFalse();
    backup.after(core -> core.onStatus(status(3, 5, Stance.DOUBTING)));
    assertThat(backup.core().isPrimaryDoubted()).isTrue();
  }

  @Test
  void a_replica_that_is_behind_the_group_does_not_judge_the_primary() {
    var backup = new CoreFixture(committee.core(2));
    backup.after(core -> core.onStatus(status(1, 9)));
    backup.after(core -> core.onStatus(status(3, 9)));
    serveSlowly(backup);
    assertThat(backup.core().status().stance()).isEqualTo(Stance.VOTING);
  }

  @Test
  void a_replica_that_stopped_voting_no_longer_says_what_it_doubts() {
    var backup = new CoreFixture(committee.core(2));
    serveSlowly(backup);
    backup.after(core -> core.stopVoting(new View(1)));
    assertThat(backup.core().status().stance()).isEqualTo(Stance.CHANGING);
  }

  @Test
  void a_state_that_came_late_takes_execution_back_to_nothing() {
    var backup = new CoreFixture(committee.core(2));
    backup.after(core -> core.onDecided(committee.says(3, decided(1))));
    var stable = committee.stable(committee.header(8, "s"));
    backup.after(core -> core.installState(stable, id -> true));
    backup.after(core -> core.installState(committee.stable(committee.header(4, "s")), id -> true));
    assertThat(backup.core().executed()).isEqualTo(new SequenceNumber(8));
  }

  @Test
  void decisions_that_bring_nothing_are_not_answered_with_another_question() {
    var backup = new CoreFixture(committee.core(2));
    backup.after(core -> core.onStatus(status(3, 1_000_000)));
    backup.after(
        core -> core.onDecided(committee.says(3, new Decided(new ReplicaId(3), List.of()))));
    assertThat(backup.effects(Effect.SignAndSend.class)).isEmpty();
    backup.after(core -> core.onDecided(committee.says(3, decided(1))));
    assertThat(backup.effects(Effect.SignAndSend.class)).hasSize(1);
  }

  @Test
  void a_peer_that_asks_without_end_is_refused_until_time_has_passed() {
    var request = committee.request(1, 1, "x".repeat(500_000));
    var correct = new CoreFixture(committee.core(2));
    correct.after(core -> core.onRequest(request));
    var ask = new Fetch(new ReplicaId(3), List.of(request.message().digest()));
    for (int i = 0; i < 1_000; i++) {
      correct.after(core -> core.onFetch(ask));
    }
    long resent = correct.effects(Effect.SendMissing.class).size();
    assertThat(resent * request.wire().length())
        .isBetween(AntiEntropy.BURST, AntiEntropy.BURST + request.wire().length());
    assertThat(correct.effects(Effect.CountRejection.class))
        .hasSize(1_000 - (int) resent)
        .allMatch(refused -> refused.why() instanceof Rejection.TooMuchAsked);
    correct.after(core -> core.onFetch(new Fetch(new ReplicaId(1), ask.digests())));
    assertThat(correct.effects(Effect.SendMissing.class)).hasSize((int) resent + 1);
    correct.after(core -> core.at(Duration.ofSeconds(1).toNanos(), SigningCommittee.WALL));
    correct.after(core -> core.onFetch(ask));
    assertThat(correct.effects(Effect.SendMissing.class)).hasSize((int) resent + 2);
  }

  @Test
  void decisions_and_offers_of_state_count_against_the_same_allowance() {
    var correct = new CoreFixture(committee.core(2));
    correct.after(core -> core.onDecided(committee.says(3, decided(1))));
    correct.after(
        core -> core.installState(committee.stable(committee.header(8, "s")), id -> true));
    for (int i = 0; i < 1_000; i++) {
      correct.after(core -> core.onFetchDecided(new FetchDecided(new ReplicaId(3), FIRST)));
    }
    assertThat(correct.effects(Effect.OfferState.class)).hasSizeLessThan(1_000).isNotEmpty();
    correct.after(core -> core.onStatus(status(3)));
    assertThat(correct.effects(Effect.CountRejection.class))
        .hasSize(1_001 - correct.effects(Effect.OfferState.class).size())
        .allMatch(refused -> refused.why() instanceof Rejection.TooMuchAsked);
  }

  /**
   * The model's find: one lying primary shows the new view a checkpoint that nobody else knows to
   * be stable, and proposes another batch below it to replicas that have executed theirs.
   */
  @Test
  void what_led_to_the_checkpoint_that_a_view_begins_with_is_not_voted_on_again() {
    var other = committee.request(1, 1, "b");
    var backup = new CoreFixture(committee.core(2));
    backup.after(core -> core.onRequest(other));
    backup.after(core -> core.onDecided(committee.says(3, decided(1))));
    var change = committee.viewChange(1, 1, committee.stable(committee.header(4, "s")));
    var plan = NewViewPlan.of(List.of(change.message()));
    backup.after(core -> core.install(new View(1), plan, List.of(change.wire())));
    backup.after(core -> core.onPrePrepare(committee.proposal(1, 1, committee.batch(other))));
    assertThat(backup.sent(MessageType.PREPARE)).isEmpty();
    assertThat(backup.effects(Effect.CountRejection.class))
        .extracting(Effect.CountRejection::why)
        .containsExactly(new Rejection.Settled(new SequenceNumber(1), new SequenceNumber(4)));
  }

  @Test
  void a_proposal_that_is_refused_does_not_count_as_one_that_is_late() {
    var backup = new CoreFixture(committee.core(2));
    var batch = committee.batch(committee.request(1, 1, "a"));
    backup.after(core -> core.onPrePrepare(committee.proposal(0, 1L << 62, batch)));
    backup.after(core -> core.onRequest(committee.request(1, 1, "a")));
    for (long at = 1; at <= 4; at++) {
      long came = at * Duration.ofSeconds(1).toNanos();
      long number = at;
      backup.after(core -> core.at(came, SigningCommittee.WALL));
      var slow = committee.batch(committee.request(1, number, "a"));
      backup.after(core -> core.onPrePrepare(committee.proposal(0, number, slow)));
      backup.after(core -> core.at(came + Duration.ofMillis(400).toNanos(), SigningCommittee.WALL));
      backup.after(core -> core.onDecided(committee.says(3, decided(number))));
    }
    int before = backup.effects(Effect.SignAndSend.class).size();
    backup.after(core -> core.onRequest(committee.request(1, 9, "a")));
    backup.after(core -> core.at(Duration.ofMillis(4_900).toNanos(), SigningCommittee.WALL));
    assertThat(backup.effects(Effect.SignAndSend.class))
        .as("half a second is usual")
        .hasSize(before);
  }

  private Fact.Promised promised(long at, Verified<Request> request) {
    var proposal = committee.proposal(0, at, committee.batch(request));
    return new Fact.Promised(
        View.ZERO, new SequenceNumber(at), proposal.wire(), Bytes.EMPTY, List.of(request.wire()));
  }

  private Decided decided(long at) {
    return committee.decided(at);
  }

  /** For five time-outs of a second each request is executed 0.9 s after it was handed on. */
  private void serveSlowly(CoreFixture backup) {
    for (int i = 1; i <= 5; i++) {
      long came = i * 1_000_000_000L;
      var served = decided(i);
      var request = committee.request(1, i, "a");
      backup.core().at(came, 0);
      backup.after(core -> core.onRequest(request));
      backup.core().at(came + 1, 0);
      assertThat(backup.core().waiting().handOnSample(0)).contains(request);
      backup.core().at(came + 900_000_000, 0);
      backup.after(ReplicaCore::onTick);
      backup.after(core -> core.onDecided(committee.says(3, served)));
    }
    backup.core().at(6_000_000_000L, 0);
    backup.after(ReplicaCore::onTick);
  }

  private static Status status(int replica) {
    return status(replica, 0);
  }

  private static Status status(int replica, long executed) {
    return status(replica, executed, Stance.VOTING);
  }

  private static Status status(int replica, long executed, Stance stance) {
    return new Status(
        new ReplicaId(replica),
        View.ZERO,
        stance,
        SequenceNumber.ZERO,
        new SequenceNumber(executed),
        0);
  }
}
