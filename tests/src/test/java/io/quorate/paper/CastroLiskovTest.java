package io.quorate.paper;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.core.Bench;
import io.quorate.engine.core.Committee;
import io.quorate.engine.core.CoordinatorCore;
import io.quorate.engine.core.Effect;
import io.quorate.engine.core.NewViewPlan;
import io.quorate.engine.core.Rejection;
import io.quorate.engine.core.ViewTimeout;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Batch;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message.PrePrepare;
import io.quorate.engine.model.message.Message.Prepare;
import io.quorate.engine.model.message.Message.Request;
import io.quorate.engine.model.message.Message.ViewChange;
import io.quorate.engine.model.message.MessageType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/**
 * A test for each sentence of Castro and Liskov, "Practical Byzantine Fault Tolerance", OSDI '99,
 * sections 4.2 to 4.5, that says what a replica does. The sentence stands above the test.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CastroLiskovTest {

  private final Committee committee = new Committee();
  private final Verified<Request> request = committee.request(1, 1, "a");
  private final Batch batch = committee.batch(request);
  private final Batch other = committee.batch(committee.request(1, 1, "b"));
  private Bench backup;

  @BeforeEach
  void start() {
    backup = new Bench(committee.core(2)).after(core -> core.onRequest(request));
  }

  /**
   * §4.2: "the primary, p, assigns a sequence number, n, to the request, multicasts a pre-prepare".
   */
  @Test
  void the_primary_assigns_a_number_and_multicasts_a_pre_prepare() {
    var primary = new Bench(committee.core(0)).after(core -> core.onRequest(request));
    var said = (PrePrepare) primary.sent(MessageType.PRE_PREPARE).get(0).message();
    assertThat(said.sequence()).isEqualTo(new SequenceNumber(1));
    assertThat(said.batch().requests())
        .extracting(each -> each.digest())
        .containsExactly(request.message().digest());
  }

  /** §4.2: a backup accepts a pre-prepare "provided ... it is in view v". */
  @Test
  void a_backup_accepts_no_pre_prepare_of_another_view() {
    backup.after(core -> core.onPrePrepare(committee.proposal(4, 1, batch)));
    assertThat(backup.sent(MessageType.PREPARE)).isEmpty();
  }

  /**
   * §4.2: "it has not accepted a pre-prepare message for view v and sequence number n containing a
   * different digest".
   */
  @Test
  void a_backup_accepts_one_digest_at_a_view_and_number() {
    backup.after(core -> core.onPrePrepare(committee.proposal(0, 1, batch)));
    backup.after(core -> core.onPrePrepare(committee.proposal(0, 1, other)));
    assertThat(backup.sent(MessageType.PREPARE)).hasSize(1);
    assertThat(rejections()).hasOnlyElementsOfType(Rejection.Equivocation.class);
    assertThat(backup.effects(Effect.Suspect.class)).hasSize(1);
  }

  /**
   * §4.2: "the sequence number in the pre-prepare message is between a low water mark, h, and a
   * high water mark, H".
   */
  @Test
  void a_backup_accepts_no_pre_prepare_outside_the_water_marks() {
    backup.after(core -> core.onPrePrepare(committee.proposal(0, 9, batch)));
    assertThat(backup.sent(MessageType.PREPARE)).isEmpty();
    assertThat(rejections()).hasOnlyElementsOfType(Rejection.OutsideWindow.class);
  }

  /**
   * §4.2: "If backup i accepts the pre-prepare message, it enters the prepare phase by multicasting
   * a prepare message to all other replicas".
   */
  @Test
  void a_backup_that_accepts_multicasts_a_prepare() {
    backup.after(core -> core.onPrePrepare(committee.proposal(0, 1, batch)));
    var said = (Prepare) backup.sent(MessageType.PREPARE).get(0).message();
    assertThat(said.digest()).isEqualTo(batch.digest());
  }

  /** §4.2: "Otherwise, it does nothing." */
  @Test
  void a_backup_does_not_listen_to_a_pre_prepare_that_is_not_the_primarys() {
    var forged = new PrePrepare(View.ZERO, new SequenceNumber(1), batch);
    backup.after(core -> core.onPrePrepare(committee.says(3, forged)));
    assertThat(backup.sent(MessageType.PREPARE)).isEmpty();
  }

  /**
   * §4.2: prepared is true if i has "2f prepares from different backups that match the
   * pre-prepare"; then it multicasts a commit.
   */
  @Test
  void with_2f_matching_prepares_of_different_backups_a_replica_multicasts_a_commit() {
    backup.after(core -> core.onPrePrepare(committee.proposal(0, 1, batch)));
    backup.after(core -> core.onPrepare(committee.prepare(1, 0, 1, other.digest())));
    backup.after(core -> core.onPrepare(committee.prepare(0, 0, 1, batch.digest())));
    assertThat(backup.sent(MessageType.COMMIT)).isEmpty();
    backup.after(core -> core.onPrepare(committee.prepare(3, 0, 1, batch.digest())));
    assertThat(backup.sent(MessageType.COMMIT)).hasSize(1);
  }

  /**
   * §4.2: "committed-local(m,v,n,i) is true if and only if prepared(m,v,n,i) is true and i has
   * accepted 2f + 1 commits (possibly including its own) from different replicas".
   */
  @Test
  void with_2f_plus_1_matching_commits_a_batch_is_executed() {
    prepareAt(1, batch);
    backup.after(core -> core.onCommit(committee.commit(0, 0, 1, batch.digest())));
    backup.after(core -> core.onCommit(committee.commit(0, 0, 1, batch.digest())));
    assertThat(backup.effects(Effect.Execute.class)).isEmpty();
    backup.after(core -> core.onCommit(committee.commit(3, 0, 1, batch.digest())));
    assertThat(backup.effects(Effect.Execute.class)).hasSize(1);
  }

  /**
   * §4.2: "Each replica i executes the operation requested by m after ... i's state reflects the
   * sequential execution of all requests with lower sequence numbers."
   */
  @Test
  void batches_are_decided_in_any_order_and_executed_in_theirs() {
    var second = committee.request(1, 2, "c");
    backup.after(core -> core.onRequest(second));
    decideAt(2, committee.batch(second));
    assertThat(backup.effects(Effect.Execute.class)).isEmpty();
    decideAt(1, batch);
    assertThat(backup.effects(Effect.Execute.class))
        .extracting(each -> each.sequence().value())
        .containsExactly(1L, 2L);
  }

  /**
   * §4.3: "Each replica collects checkpoint messages in its log until it has 2f + 1 of them ... A
   * checkpoint with a proof becomes stable", and then the water marks move.
   */
  @Test
  void with_2f_plus_1_equal_checkpoints_the_water_marks_move() {
    var header = committee.header(4, "s");
    backup.after(core -> core.onExecuted(header));
    backup.after(core -> core.onCheckpoint(committee.checkpoint(0, header)));
    assertThat(backup.effects(Effect.Stable.class)).isEmpty();
    backup.after(core -> core.onCheckpoint(committee.checkpoint(1, header)));
    assertThat(backup.effects(Effect.Stable.class)).hasSize(1);
    assertThat(backup.core().stable().sequence()).isEqualTo(new SequenceNumber(4));
    backup.after(core -> core.onPrePrepare(committee.proposal(0, 12, batch)));
    assertThat(backup.sent(MessageType.PREPARE)).hasSize(1);
  }

  /**
   * §4.4: "It stops accepting messages (other than checkpoint, view-change, and new-view messages)
   * and multicasts a view-change message".
   */
  @Test
  void a_backup_that_changes_views_stops_voting_and_multicasts_a_view_change() {
    backup.after(core -> core.stopVoting(new View(1)));
    backup.after(core -> core.onPrePrepare(committee.proposal(0, 1, batch)));
    assertThat(backup.sent(MessageType.PREPARE)).isEmpty();
    assertThat(backup.sent(MessageType.VIEW_CHANGE)).hasSize(1);
  }

  /**
   * §4.4: P contains "a set P_m for each request m that prepared at i with a sequence number higher
   * than n".
   */
  @Test
  void a_view_change_carries_what_prepared_above_the_stable_checkpoint() {
    prepareAt(1, batch);
    backup.after(core -> core.stopVoting(new View(1)));
    var said = (ViewChange) backup.sent(MessageType.VIEW_CHANGE).get(0).message();
    assertThat(said.prepared()).extracting(each -> each.batch()).containsExactly(batch.digest());
  }

  /**
   * §4.4: "When the primary p of view v + 1 receives 2f valid view-change messages for view v + 1
   * from other replicas, it multicasts a new-view message to all other replicas".
   */
  @Test
  void the_new_primary_says_new_view_with_2f_view_changes_of_others_and_its_own() {
    var coordinator = coordinator(1);
    coordinator.onViewChange(committee.viewChange(0, 1), 0);
    coordinator.onViewChange(committee.viewChange(2, 1), 0);
    coordinator.takeOrders();
    coordinator.onViewChange(committee.viewChange(1, 1), 0);
    assertThat(coordinator.takeOrders())
        .hasOnlyElementsOfType(CoordinatorCore.Order.ProposeNewView.class);
  }

  /**
   * §4.4: "the primary creates a new pre-prepare message ... where d^null is the digest of a
   * special null request".
   */
  @Test
  void the_new_primary_proposes_again_what_prepared_and_null_in_the_gaps() {
    var certificate = committee.prepared(0, 2, batch);
    var change = committee.viewChange(0, 1, committee.beginning(), certificate);
    var plan = NewViewPlan.of(List.of(change.message()));
    var primary = new Bench(committee.core(1));
    primary.after(core -> core.onRequest(request));
    primary.after(core -> core.onPrePrepare(committee.proposal(0, 2, batch)));
    primary.after(core -> core.stopVoting(new View(1)));
    primary.after(core -> core.install(new View(1), plan, List.of(change.wire())));
    assertThat(primary.sent(MessageType.PRE_PREPARE))
        .extracting(each -> ((PrePrepare) each.message()).digest())
        .containsExactly(Canonical.nullBatch().digest(), batch.digest());
  }

  /**
   * §4.4: "A backup accepts a new-view message for view v + 1 if ... the set O is correct; it
   * verifies the correctness of O by performing a computation similar to the one used by the
   * primary".
   */
  @Test
  void a_backup_holds_the_new_primary_to_the_plan() {
    var change = committee.viewChange(0, 1, committee.beginning(), committee.prepared(0, 1, batch));
    var plan = NewViewPlan.of(List.of(change.message()));
    backup.after(core -> core.install(new View(1), plan, List.of(change.wire())));
    backup.after(core -> core.onPrePrepare(committee.proposal(1, 1, other)));
    assertThat(backup.sent(MessageType.PREPARE)).isEmpty();
    assertThat(rejections()).hasOnlyElementsOfType(Rejection.AgainstThePlan.class);
  }

  /**
   * §4.5.2: "if a replica receives a set of f + 1 valid view-change messages from other replicas
   * for views greater than its current view, it sends a view-change message for the smallest view
   * in the set, even if its timer has not expired".
   */
  @Test
  void a_replica_joins_f_plus_1_others_at_the_smallest_of_their_views() {
    var coordinator = coordinator(2);
    coordinator.onViewChange(committee.viewChange(0, 7), 0);
    assertThat(coordinator.takeOrders()).isEmpty();
    coordinator.onViewChange(committee.viewChange(3, 5), 0);
    assertThat(coordinator.view()).isEqualTo(new View(5));
  }

  /**
   * §4.5.2: "a replica that multicasts a view-change message for view v + 1 waits for 2f + 1
   * view-change messages for view v + 1 and then starts its timer"; "this time it will wait 2T".
   */
  @Test
  void the_timer_of_a_view_runs_when_2f_plus_1_want_it_and_doubles() {
    var coordinator = coordinator(2);
    coordinator.onSuspect(View.ZERO, "");
    coordinator.onViewChange(committee.viewChange(2, 1), 0);
    coordinator.onTick(new CoordinatorCore.Observation(0, true, 0), 90);
    assertThat(coordinator.view()).isEqualTo(new View(1));
    coordinator.onViewChange(committee.viewChange(0, 1), 1_000);
    coordinator.onViewChange(committee.viewChange(3, 1), 1_000);
    coordinator.onTick(new CoordinatorCore.Observation(0, true, 0), 1_100);
    assertThat(coordinator.view()).isEqualTo(new View(2));
    coordinator.onViewChange(committee.viewChange(2, 2), 2_000);
    coordinator.onViewChange(committee.viewChange(0, 2), 2_000);
    coordinator.onViewChange(committee.viewChange(3, 2), 2_000);
    coordinator.onTick(new CoordinatorCore.Observation(0, true, 0), 2_199);
    assertThat(coordinator.view()).isEqualTo(new View(2));
    coordinator.onTick(new CoordinatorCore.Observation(0, true, 0), 2_200);
    assertThat(coordinator.view()).isEqualTo(new View(3));
  }

  private CoordinatorCore coordinator(int replica) {
    var timeout = new ViewTimeout(Duration.ofNanos(100), Duration.ofNanos(800));
    return new CoordinatorCore(new ReplicaId(replica), committee.membership(), timeout);
  }

  private List<Rejection> rejections() {
    return backup.effects(Effect.Reject.class).stream().map(Effect.Reject::why).toList();
  }

  private void prepareAt(long at, Batch proposed) {
    backup.after(core -> core.onPrePrepare(committee.proposal(0, at, proposed)));
    backup.after(core -> core.onPrepare(committee.prepare(1, 0, at, proposed.digest())));
  }

  private void decideAt(long at, Batch proposed) {
    prepareAt(at, proposed);
    backup.after(core -> core.onCommit(committee.commit(0, 0, at, proposed.digest())));
    backup.after(core -> core.onCommit(committee.commit(1, 0, at, proposed.digest())));
  }
}
