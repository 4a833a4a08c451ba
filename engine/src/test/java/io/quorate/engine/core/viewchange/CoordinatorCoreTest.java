package io.quorate.engine.core.viewchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.core.SigningCommittee;
import io.quorate.engine.core.viewchange.CoordinatorCore.Observation;
import io.quorate.engine.core.viewchange.CoordinatorCore.Order;
import io.quorate.engine.core.viewchange.CoordinatorCore.State;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message.NewView;
import io.quorate.engine.model.message.Message.ViewChange;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CoordinatorCoreTest {

  private final SigningCommittee committee = new SigningCommittee();
  private final CoordinatorCore coordinator =
      new CoordinatorCore(
          new ReplicaId(2),
          committee.configuration(),
          new ViewTimeout(Duration.ofNanos(100), Duration.ofNanos(800)));

  @Test
  void without_work_no_time_out_runs() {
    coordinator.onTick(new Observation(0, 0, false, Long.MAX_VALUE, 0, false), 0);
    coordinator.onTick(new Observation(0, 0, false, Long.MAX_VALUE, 0, false), 10_000);
    assertThat(coordinator.takeOrders()).isEmpty();
  }

  @Test
  void work_without_progress_changes_the_view() {
    waitInVain(0);
    assertThat(coordinator.state()).isEqualTo(State.COLLECTING);
    assertThat(coordinator.takeOrders()).hasOnlyElementsOfType(Order.StopVoting.class);
  }

  @Test
  void a_replica_that_was_away_gives_the_primary_its_whole_time() {
    tick(0, 50);
    coordinator.onTick(idle(), 60_000);
    tick(60_025, 60_100);
    assertThat(coordinator.state()).isEqualTo(State.WATCHING);
    coordinator.onTick(idle(), 60_101);
    assertThat(coordinator.state()).isEqualTo(State.COLLECTING);
  }

  @Test
  void a_request_that_is_passed_over_changes_the_view_though_others_are_served() {
    for (long now = 0; now <= 500; now += 50) {
      coordinator.onTick(new Observation(now, now, true, 0, 0, false), now);
    }
    assertThat(coordinator.state()).isEqualTo(State.COLLECTING);
  }

  @Test
  void what_waits_may_take_the_time_of_its_bytes_beside_the_time_out() {
    for (long now = 0; now <= 350; now += 50) {
      coordinator.onTick(new Observation(0, 0, true, 0, 250, false), now);
    }
    assertThat(coordinator.state()).isEqualTo(State.WATCHING);
    coordinator.onTick(new Observation(0, 0, true, 0, 250, false), 351);
    assertThat(coordinator.state()).isEqualTo(State.COLLECTING);
  }

  @Test
  void a_request_is_passed_over_when_all_that_waits_could_have_been_executed_since() {
    for (long now = 0; now <= 650; now += 50) {
      coordinator.onTick(new Observation(now, now, true, 0, 250, false), now);
    }
    assertThat(coordinator.state()).isEqualTo(State.WATCHING);
    coordinator.onTick(new Observation(651, 651, true, 0, 250, false), 651);
    assertThat(coordinator.state()).isEqualTo(State.COLLECTING);
  }

  @Test
  void a_primary_that_f_plus_1_replicas_doubt_is_replaced_and_the_time_out_stays_as_it_is() {
    coordinator.resume(View.ZERO, false, 10_000);
    coordinator.onTick(new Observation(1, 10_010, true, 10_000, 0, true), 10_010);
    assertThat(coordinator.takeOrders())
        .containsExactly(
            new Order.StopVoting(
                new View(1), "f + 1 replicas find that the primary is too slow, or gone"));
    coordinator.onInstalled(new View(1), 10_020);
    coordinator.onTick(new Observation(1, 10_010, true, 10_020, 0, false), 10_030);
    coordinator.onTick(new Observation(1, 10_010, true, 10_020, 0, false), 10_070);
    coordinator.onTick(new Observation(1, 10_010, true, 10_020, 0, false), 10_120);
    assertThat(coordinator.state()).isEqualTo(State.WATCHING);
    coordinator.onTick(new Observation(1, 10_010, true, 10_020, 0, false), 10_121);
    assertThat(coordinator.state()).as("after one time-out").isEqualTo(State.COLLECTING);
  }

  @Test
  void a_replica_that_went_further_lets_the_time_out_of_those_behind_run() {
    coordinator.onViewChange(committee.viewChange(0, 2), 0);
    waitInVain(0);
    coordinator.onViewChange(committee.viewChange(2, 1), 200);
    coordinator.onViewChange(committee.viewChange(1, 1), 200);
    assertThat(coordinator.state()).isEqualTo(State.COLLECTING);
    coordinator.onTick(idle(), 10_000);
    assertThat(coordinator.view()).isEqualTo(new View(2));
  }

  @Test
  void a_restart_during_a_view_change_does_not_wait_for_ever() {
    coordinator.resume(new View(1), true, 0);
    coordinator.onTick(idle(), 99);
    assertThat(coordinator.view()).isEqualTo(new View(1));
    coordinator.onTick(idle(), 100);
    assertThat(coordinator.view()).isEqualTo(new View(2));
  }

  @Test
  void a_restart_in_the_middle_of_others_view_change_joins_it() {
    coordinator.onViewChange(committee.viewChange(0, 2), 0);
    coordinator.onViewChange(committee.viewChange(1, 2), 0);
    coordinator.takeOrders();
    coordinator.resume(new View(1), false, 0);
    assertThat(coordinator.view()).isEqualTo(new View(2));
    assertThat(coordinator.takeOrders()).hasOnlyElementsOfType(Order.StopVoting.class).hasSize(1);
  }

  @Test
  void a_restart_watches_whatever_was_wanted_before_it_knew_its_view() {
    coordinator.onViewChange(committee.viewChange(0, 1), 0);
    coordinator.onViewChange(committee.viewChange(1, 1), 0);
    coordinator.resume(new View(1), false, 0);
    assertThat(coordinator.state()).isEqualTo(State.WATCHING);
  }

  @Test
  void a_view_that_comes_in_force_when_a_higher_one_is_wanted_ends_nothing() {
    var changes = changes(1);
    changes.forEach(change -> coordinator.onViewChange(change, 0));
    coordinator.onNewView(committee.says(1, newView(1, changes)));
    coordinator.onViewChange(committee.viewChange(0, 2), 0);
    coordinator.onViewChange(committee.viewChange(1, 2), 0);
    coordinator.onInstalled(new View(1), 0);
    coordinator.takeOrders();
    var own = committee.viewChange(2, 2);
    coordinator.onViewChange(own, 0);
    assertThat(coordinator.state()).isEqualTo(State.PROPOSING);
  }

  @Test
  void an_own_view_change_of_old_does_not_replace_the_one_to_be_repeated() {
    var wanted = committee.viewChange(2, 1);
    waitInVain(0);
    coordinator.takeOrders();
    coordinator.onViewChange(wanted, 200);
    coordinator.onViewChange(committee.viewChange(2, 0), 200);
    coordinator.onTick(idle(), 301);
    assertThat(coordinator.takeOrders()).containsExactly(new Order.Repeat(wanted.wire()));
  }

  @Test
  void a_new_view_waits_for_the_view_changes_it_names() {
    var changes = changes(1);
    coordinator.onNewView(committee.says(1, newView(1, changes)));
    coordinator.onViewChange(changes.get(0), 0);
    coordinator.onViewChange(changes.get(1), 0);
    assertThat(coordinator.state()).isNotEqualTo(State.INSTALLING);
    coordinator.onViewChange(changes.get(2), 0);
    assertThat(coordinator.state()).isEqualTo(State.INSTALLING);
  }

  @Test
  void a_new_view_that_never_completes_does_not_displace_a_good_one() {
    var good = changes(1);
    coordinator.onNewView(committee.says(1, newView(1, good)));
    coordinator.onNewView(committee.says(3, newView(7, changes(7))));
    good.forEach(change -> coordinator.onViewChange(change, 0));
    assertThat(coordinator.state()).isEqualTo(State.INSTALLING);
    assertThat(coordinator.view()).isEqualTo(new View(1));
  }

  @Test
  void whoever_asks_alone_for_long_is_followed() {
    for (long now = 0; now < 400; now += 100) {
      coordinator.onViewChange(committee.viewChange(0, 3), now);
    }
    assertThat(coordinator.state()).isEqualTo(State.WATCHING);
    coordinator.onViewChange(committee.viewChange(0, 3), 400);
    assertThat(coordinator.view()).isEqualTo(new View(1));
    assertThat(coordinator.takeOrders()).hasOnlyElementsOfType(Order.StopVoting.class);
  }

  @Test
  void whoever_joins_others_because_nothing_moved_gives_the_next_view_twice_the_time() {
    tick(0, 75);
    joinOthersAndInstall(75);
    tick(100, 300);
    assertThat(coordinator.state()).isEqualTo(State.WATCHING);
    tick(325, 350);
    assertThat(coordinator.state()).isEqualTo(State.COLLECTING);
  }

  @Test
  void whoever_joins_others_out_of_a_view_that_did_well_gives_the_next_one_no_more() {
    for (long now = 0; now <= 75; now += 25) {
      coordinator.onTick(new Observation(now, now, true, now, 0, false), now);
    }
    joinOthersAndInstall(75);
    tick(100, 225);
    assertThat(coordinator.state()).isEqualTo(State.COLLECTING);
  }

  @Test
  void whoever_asks_alone_again_is_followed_later() {
    coordinator.onViewChange(committee.viewChange(0, 3), 0);
    coordinator.onViewChange(committee.viewChange(0, 3), 400);
    coordinator.onInstalled(new View(1), 1_000);
    coordinator.onViewChange(committee.viewChange(0, 3), 1_000);
    coordinator.onViewChange(committee.viewChange(0, 3), 1_799);
    assertThat(coordinator.state()).isEqualTo(State.WATCHING);
    coordinator.onViewChange(committee.viewChange(0, 3), 1_800);
    assertThat(coordinator.view()).isEqualTo(new View(2));
  }

  @Test
  void whoever_asked_alone_and_fell_silent_is_not_followed() {
    coordinator.onViewChange(committee.viewChange(0, 1), 0);
    coordinator.onTick(new Observation(0, 0, false, Long.MAX_VALUE, 0, false), 100_000);
    assertThat(coordinator.state()).isEqualTo(State.WATCHING);
  }

  @Test
  void a_proof_of_equivocation_needs_no_time_out() {
    coordinator.onSuspect(View.ZERO, "two batches");
    assertThat(coordinator.view()).isEqualTo(new View(1));
  }

  private void joinOthersAndInstall(long now) {
    coordinator.onViewChange(committee.viewChange(0, 1), now);
    coordinator.onViewChange(committee.viewChange(1, 1), now);
    assertThat(coordinator.state()).isEqualTo(State.COLLECTING);
    coordinator.onInstalled(new View(1), now + 25);
  }

  private static Observation idle() {
    return new Observation(0, 0, true, 0, 0, false);
  }

  private void tick(long from, long to) {
    for (long now = from; now <= to; now += 25) {
      coordinator.onTick(idle(), now);
    }
  }

  private void waitInVain(long from) {
    coordinator.onTick(idle(), from);
    tick(from + 1, from + 200);
  }

  private List<Verified<ViewChange>> changes(long view) {
    return Stream.of(0, 1, 3).map(replica -> committee.viewChange(replica, view)).toList();
  }

  private static NewView newView(long view, List<Verified<ViewChange>> changes) {
    return new NewView(
        new View(view),
        changes.stream()
            .map(Verified::message)
            .map(each -> new NewView.Justification(each.replica(), each.digest()))
            .toList());
  }
}
