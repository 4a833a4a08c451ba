package io.quorate.paper;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.core.CoreFixture;
import io.quorate.engine.core.SigningCommittee;
import io.quorate.engine.core.agreement.NewViewPlan;
import io.quorate.engine.core.viewchange.CoordinatorCore;
import io.quorate.engine.core.viewchange.CoordinatorCore.Observation;
import io.quorate.engine.core.viewchange.CoordinatorCore.State;
import io.quorate.engine.core.viewchange.ViewTimeout;
import io.quorate.engine.model.Batch;
import io.quorate.engine.model.Quorum;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message.ViewChange;
import io.quorate.engine.model.message.MessageType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** §4.5, why it is safe (§4.5.1) and why it goes on (§4.5.2). */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class Section45CorrectnessTest {

  private static final Observation WAITS = new Observation(0, 0, true, 0, 0, false);

  private final SigningCommittee committee = new SigningCommittee();
  private final Batch batch = committee.batch(committee.request(1, 1, "a"));
  private final Batch other = committee.batch(committee.request(1, 2, "b"));
  private final CoordinatorCore coordinator =
      new CoordinatorCore(
          new ReplicaId(2),
          committee.configuration(),
          new ViewTimeout(Duration.ofNanos(100), Duration.ofNanos(800)));

  /** §4.5.1: two quorums have a correct replica in common. Ours: for every n, not 3f + 1 alone. */
  @Test
  void two_quorums_share_a_correct_replica_and_the_correct_ones_make_one() {
    for (int n = Quorum.SMALLEST_GROUP; n <= 100; n++) {
      var quorum = new Quorum(n);
      assertThat(2 * quorum.size() - n).isGreaterThan(quorum.faults());
      assertThat(quorum.size()).isLessThanOrEqualTo(n - quorum.faults());
    }
  }

  /** §4.5.1: what committed is in every quorum of VIEW-CHANGEs, whatever one of them hides. */
  @Test
  void whoever_lies_and_whoever_is_heard_the_new_view_keeps_what_may_have_committed() {
    var at = new SequenceNumber(1);
    for (int liar = 0; liar < 4; liar++) {
      for (int unprepared = 0; unprepared < 4; unprepared++) {
        for (int unheard = 0; unheard < 4; unheard++) {
          var plan = NewViewPlan.of(changes(liar, unprepared, unheard));
          assertThat(plan.at(at))
              .as("%d lies, %d has not prepared, %d is not heard", liar, unprepared, unheard)
              .contains(batch.digest());
        }
      }
    }
  }

  /** §4.5.1: after its VIEW-CHANGE a replica sends nothing more for a lower view. */
  @Test
  void no_vote_of_a_lower_view_follows_a_view_change() {
    var replica = new CoreFixture(committee.core(2));
    replica.after(core -> core.onRequest(committee.request(1, 1, "a")));
    replica.after(core -> core.onPrePrepare(committee.proposal(0, 1, batch)));
    replica.after(core -> core.stopVoting(new View(1)));
    replica.after(core -> core.onPrepare(committee.prepare(1, 0, 1, batch.digest())));
    replica.after(core -> core.onPrepare(committee.prepare(3, 0, 1, batch.digest())));
    assertThat(replica.sent(MessageType.COMMIT)).isEmpty();
  }

  /** §4.5.2: the timer runs while a backup waits for a request to be executed, and only then. */
  @Test
  void without_anything_to_wait_for_no_timer_runs() {
    coordinator.onTick(new Observation(0, 0, false, Long.MAX_VALUE, 0, false), 0);
    coordinator.onTick(new Observation(0, 0, false, Long.MAX_VALUE, 0, false), 10_000);
    assertThat(coordinator.takeOrders()).isEmpty();
    var waits = new Observation(0, 0, true, 10_001, 0, false);
    coordinator.onTick(waits, 10_001);
    coordinator.onTick(waits, 10_051);
    coordinator.onTick(waits, 10_101);
    assertThat(coordinator.state()).isEqualTo(State.WATCHING);
    coordinator.onTick(waits, 10_102);
    assertThat(coordinator.state()).isEqualTo(State.COLLECTING);
  }

  /** It starts anew when something is executed while other requests wait, not when it is seen. */
  @Test
  void progress_starts_the_timer_anew() {
    coordinator.onTick(WAITS, 0);
    coordinator.onTick(WAITS, 45);
    coordinator.onTick(WAITS, 90);
    coordinator.onTick(new Observation(1, 93, true, 80, 0, false), 95);
    coordinator.onTick(new Observation(1, 93, true, 80, 0, false), 145);
    coordinator.onTick(new Observation(1, 93, true, 80, 0, false), 193);
    assertThat(coordinator.state()).isEqualTo(State.WATCHING);
    coordinator.onTick(new Observation(1, 93, true, 80, 0, false), 194);
    assertThat(coordinator.state()).isEqualTo(State.COLLECTING);
  }

  /** §4.5.2: the timer of a new view runs once 2f + 1 want it, and each view is given twice T. */
  @Test
  void the_timer_of_a_view_runs_when_2f_plus_1_want_it_and_doubles() {
    coordinator.onSuspect(View.ZERO, "");
    coordinator.onViewChange(committee.viewChange(2, 1), 0);
    coordinator.onTick(WAITS, 90);
    coordinator.onTick(WAITS, 900);
    assertThat(coordinator.view()).isEqualTo(new View(1));
    all(1, 1_000);
    coordinator.onTick(WAITS, 1_100);
    assertThat(coordinator.view()).isEqualTo(new View(2));
    all(2, 2_000);
    coordinator.onTick(WAITS, 2_199);
    assertThat(coordinator.view()).isEqualTo(new View(2));
    coordinator.onTick(WAITS, 2_200);
    assertThat(coordinator.view()).isEqualTo(new View(3));
  }

  /** Ours: who wants a later view counts, too, or those behind it would wait for it for ever. */
  @Test
  void the_timer_runs_though_one_of_2f_plus_1_is_a_view_ahead() {
    coordinator.onViewChange(committee.viewChange(0, 2), 0);
    coordinator.onSuspect(View.ZERO, "");
    coordinator.onViewChange(committee.viewChange(2, 1), 0);
    coordinator.onViewChange(committee.viewChange(1, 1), 0);
    coordinator.onTick(WAITS, 99);
    assertThat(coordinator.view()).isEqualTo(new View(1));
    coordinator.onTick(WAITS, 100);
    assertThat(coordinator.view()).isEqualTo(new View(2));
  }

  /** Ours: the doubling has a ceiling, so that it cannot last longer than the faults by much. */
  @Test
  void the_time_out_doubles_up_to_a_ceiling() {
    coordinator.onSuspect(View.ZERO, "");
    long now = 0;
    for (long view = 1; view <= 6; view++) {
      all(view, now);
      now += 800;
      coordinator.onTick(WAITS, now);
      assertThat(coordinator.view()).isEqualTo(new View(view + 1));
    }
  }

  /** Ours: a view that holds brings it back to its base, so that nobody makes it long for good. */
  @Test
  void after_a_view_that_held_the_time_out_is_the_first_one_again() {
    for (long now : new long[] {0, 50, 100, 101}) {
      coordinator.onTick(WAITS, now);
    }
    assertThat(coordinator.view()).isEqualTo(new View(1));
    coordinator.onInstalled(new View(1), 1_000);
    for (long now = 1_025; now <= 1_225; now += 25) {
      coordinator.onTick(new Observation(now, now, true, now, 0, false), now);
    }
    for (long now = 1_250; now <= 1_325; now += 25) {
      coordinator.onTick(new Observation(1_225, 1_225, true, 1_225, 0, false), now);
    }
    assertThat(coordinator.view()).isEqualTo(new View(1));
    coordinator.onTick(new Observation(1_225, 1_225, true, 1_225, 0, false), 1_326);
    assertThat(coordinator.view()).isEqualTo(new View(2));
  }

  /** §4.5.2: f + 1 VIEW-CHANGEs for higher views are joined, at the smallest of these views. */
  @Test
  void a_replica_joins_f_plus_1_others_at_the_smallest_of_their_views() {
    coordinator.onViewChange(committee.viewChange(0, 7), 0);
    assertThat(coordinator.takeOrders()).isEmpty();
    coordinator.onViewChange(committee.viewChange(3, 5), 0);
    assertThat(coordinator.view()).isEqualTo(new View(5));
  }

  /** §4.5.2: f faulty replicas cannot bring a view change about, however often they ask for it. */
  @Test
  void f_replicas_alone_cannot_change_the_view() {
    for (long view = 1; view < 50; view++) {
      coordinator.onViewChange(committee.viewChange(3, view), view);
    }
    assertThat(coordinator.state()).isEqualTo(State.WATCHING);
    assertThat(coordinator.takeOrders()).isEmpty();
  }

  /** §4.5.2: the primary of a view is the view modulo n, so f + 1 views have a correct one. */
  @ParameterizedTest
  @ValueSource(longs = {0, 3, 4_000_000_007L})
  void in_f_plus_1_views_in_a_row_one_primary_is_correct(long first) {
    var configuration = committee.configuration();
    assertThat(configuration.primaryOf(new View(first)))
        .isEqualTo(new ReplicaId((int) (first % configuration.size())))
        .isNotEqualTo(configuration.primaryOf(new View(first + 1)));
  }

  private void all(long view, long now) {
    for (int replica : new int[] {2, 0, 3}) {
      coordinator.onViewChange(committee.viewChange(replica, view), now);
    }
  }

  /**
   * VIEW-CHANGEs of all that are heard. All but one prepared the batch in view 4, so it may have
   * been decided; that one and the liar show what prepared in view 0.
   */
  private List<ViewChange> changes(int liar, int unprepared, int unheard) {
    var changes = new ArrayList<ViewChange>();
    for (int replica : IntStream.range(0, 4).filter(each -> each != unheard).toArray()) {
      boolean knows = replica != liar && replica != unprepared;
      var shown = knows ? committee.prepared(4, 1, batch) : committee.prepared(0, 1, other);
      changes.add(committee.viewChange(replica, 5, committee.beginning(), shown).message());
    }
    return changes;
  }
}
