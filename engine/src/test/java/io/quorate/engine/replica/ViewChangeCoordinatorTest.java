package io.quorate.engine.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.core.viewchange.CoordinatorCore;
import io.quorate.engine.core.viewchange.CoordinatorCore.Observation;
import io.quorate.engine.core.viewchange.ViewTimeout;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.View;
import io.quorate.engine.spi.Meter;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ViewChangeCoordinatorTest {

  private static final View NEXT = View.ZERO.next();

  private final ActorFixture fixture = new ActorFixture();

  @Test
  void work_without_progress_stops_the_vote_after_the_time_out() {
    var coordinator = coordinator(0);
    observe(coordinator);
    for (int i = 1; i <= 10; i++) {
      fixture.clock.pass(Duration.ofMillis(100).toNanos());
      observe(coordinator);
    }
    assertThat(fixture.replica.hasMessages()).isFalse();
    fixture.clock.pass(Duration.ofMillis(100).toNanos());
    observe(coordinator);
    assertThat(stops()).containsExactly(NEXT);
  }

  @Test
  void proof_against_the_present_primary_is_enough() {
    var coordinator = coordinator(0);
    coordinator.run(new ViewChangeCoordinator.Suspected(NEXT, "another view's"));
    assertThat(stops()).isEmpty();
    coordinator.run(new ViewChangeCoordinator.Suspected(View.ZERO, "proof"));
    coordinator.run(new ViewChangeCoordinator.Suspected(View.ZERO, "proof"));
    assertThat(stops()).containsExactly(NEXT);
  }

  @Test
  void f_plus_1_view_changes_are_joined() {
    var coordinator = coordinator(0);
    want(coordinator, 2);
    assertThat(stops()).isEmpty();
    want(coordinator, 3);
    assertThat(stops()).containsExactly(NEXT);
  }

  @Test
  void what_peers_want_before_the_journals_are_read_is_joined_when_they_are() {
    var coordinator = unaware(0);
    want(coordinator, 2);
    want(coordinator, 3);
    assertThat(fixture.replica.hasMessages()).isFalse();
    coordinator.run(new ViewChangeCoordinator.Resume(View.ZERO, false));
    assertThat(stops()).containsExactly(NEXT);
  }

  @Test
  void the_next_primary_proposes_once_a_quorum_wants_its_view() {
    var coordinator = coordinator(1);
    want(coordinator, 2);
    want(coordinator, 3);
    fixture.replica.getAllReceived();
    want(coordinator, 1);
    var proposal = ActorFixture.told(fixture.replica, Replica.ProposeNewView.class);
    assertThat(proposal).hasSize(1);
    assertThat(proposal.get(0).viewChanges()).hasSize(3);
    var newView = fixture.committee.replica(1).sign(proposal.get(0).message());
    coordinator.run(new ViewChangeCoordinator.NewViewReceived(newView));
    assertThat(ActorFixture.told(fixture.replica, Replica.Install.class))
        .extracting(Replica.Install::view)
        .containsExactly(NEXT);
  }

  private List<View> stops() {
    return ActorFixture.told(fixture.replica, Replica.StopVoting.class).stream()
        .map(Replica.StopVoting::next)
        .toList();
  }

  private void observe(BehaviorTestKit<ViewChangeCoordinator.Command> coordinator) {
    var work = new Observation(0, 0, true, fixture.clock.nanos(), 0, false);
    coordinator.run(new ViewChangeCoordinator.Observed(work));
  }

  private void want(BehaviorTestKit<ViewChangeCoordinator.Command> coordinator, int replica) {
    var change =
        Canonical.viewChange(
            NEXT, fixture.committee.genesisCheckpoint(), List.of(), new ReplicaId(replica));
    coordinator.run(
        new ViewChangeCoordinator.ViewChangeReceived(
            fixture.committee.replica(replica).sign(change)));
  }

  private BehaviorTestKit<ViewChangeCoordinator.Command> coordinator(int replica) {
    var coordinator = unaware(replica);
    coordinator.run(new ViewChangeCoordinator.Resume(View.ZERO, false));
    return coordinator;
  }

  /** Of the view, for the journals are not read yet. */
  private BehaviorTestKit<ViewChangeCoordinator.Command> unaware(int replica) {
    var timeout = new ViewTimeout(Duration.ofSeconds(1), Duration.ofSeconds(60));
    var configuration = fixture.committee.genesis().configuration();
    return BehaviorTestKit.create(
        ViewChangeCoordinator.create(
            new ViewChangeCoordinator.Parts(
                new CoordinatorCore(new ReplicaId(replica), configuration, timeout),
                fixture.replica.getRef(),
                fixture.links.getRef(),
                fixture.rejections,
                fixture.clock,
                Meter.NONE)));
  }
}
