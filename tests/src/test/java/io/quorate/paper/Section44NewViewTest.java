package io.quorate.paper;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.core.SigningCommittee;
import io.quorate.engine.core.effect.Rejection;
import io.quorate.engine.core.viewchange.CoordinatorCore;
import io.quorate.engine.core.viewchange.CoordinatorCore.Order;
import io.quorate.engine.core.viewchange.CoordinatorCore.State;
import io.quorate.engine.core.viewchange.ViewTimeout;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message.NewView;
import io.quorate.engine.model.message.Message.ViewChange;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** §4.4, view changes, as the coordinator sees them: when a NEW-VIEW is said, and believed. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class Section44NewViewTest {

  private final SigningCommittee committee = new SigningCommittee();
  private final CoordinatorCore primary = coordinator(1);
  private final CoordinatorCore backup = coordinator(2);

  /** With 2f valid VIEW-CHANGEs of others, and its own, the primary of the view says NEW-VIEW. */
  @Test
  void the_new_primary_says_new_view_with_2f_view_changes_of_others_and_its_own() {
    hear(primary, 0, 2);
    primary.takeOrders();
    hear(primary, 1);
    var order = (Order.ProposeNewView) primary.takeOrders().get(0);
    assertThat(order.message().justifications())
        .extracting(each -> each.replica().value())
        .containsExactlyInAnyOrder(0, 1, 2);
  }

  /** Ours: its own must be on disk first, however many others there are. */
  @Test
  void without_its_own_view_change_the_primary_says_nothing() {
    hear(primary, 0, 2, 3);
    assertThat(primary.takeOrders()).isNotEmpty().hasOnlyElementsOfType(Order.StopVoting.class);
  }

  /** Only the primary of the view says NEW-VIEW; the others wait for it. */
  @Test
  void a_backup_that_has_a_quorum_of_view_changes_waits_for_the_primary() {
    hear(backup, 0, 3);
    backup.takeOrders();
    hear(backup, 2);
    assertThat(backup.takeOrders()).isEmpty();
    assertThat(backup.state()).isEqualTo(State.AWAITING);
  }

  /** A backup accepts it if the primary of that view signed it. */
  @Test
  void a_new_view_that_is_not_by_its_primary_is_refused() {
    backup.onNewView(committee.says(3, newView(1, 0, 1, 3)));
    assertThat(refusals()).containsExactly("not by the view's primary");
  }

  /** And if it names the VIEW-CHANGEs of 2f + 1 different replicas. */
  @Test
  void a_new_view_of_fewer_than_2f_plus_1_replicas_is_refused() {
    backup.onNewView(committee.says(1, newView(1, 0, 1)));
    backup.onNewView(committee.says(1, newView(1, 0, 1, 1)));
    assertThat(refusals())
        .containsExactly(
            "names fewer view changes than a quorum", "names a stranger, or one replica twice");
  }

  /** Ours: they are named by digest, so it waits until those very ones are here. */
  @Test
  void a_new_view_is_believed_when_the_view_changes_that_it_names_are_here() {
    var prepared = committee.prepared(0, 1, committee.batch(committee.request(1, 1, "a")));
    var other = committee.viewChange(3, 1, committee.beginning(), prepared);
    hear(backup, 0, 1);
    backup.onViewChange(other, 0);
    backup.takeOrders();
    backup.onNewView(committee.says(1, newView(1, 0, 1, 3)));
    assertThat(backup.takeOrders()).isEmpty();
    hear(backup, 3);
    assertThat(backup.takeOrders()).isNotEmpty().hasOnlyElementsOfType(Order.Install.class);
  }

  /** O follows from V: the backup computes what the primary must propose, and is not told. */
  @Test
  void a_backup_computes_the_plan_from_the_view_changes_that_are_named() {
    var batch = committee.batch(committee.request(1, 1, "a"));
    var shows = committee.viewChange(3, 1, committee.beginning(), committee.prepared(0, 1, batch));
    hear(backup, 0, 1);
    backup.onViewChange(shows, 0);
    backup.takeOrders();
    var named = List.of(committee.viewChange(0, 1), committee.viewChange(1, 1), shows);
    backup.onNewView(committee.says(1, naming(1, named)));
    var order = (Order.Install) backup.takeOrders().get(0);
    assertThat(order.plan().at(new SequenceNumber(1))).contains(batch.digest());
  }

  /** Nobody goes back to a lower view. */
  @Test
  void a_new_view_below_the_wanted_one_is_not_looked_at() {
    backup.onInstalled(new View(5), 0);
    List.of(0, 1, 3).forEach(each -> backup.onViewChange(committee.viewChange(each, 1), 0));
    backup.onNewView(committee.says(1, newView(1, 0, 1, 3)));
    assertThat(backup.takeOrders()).isEmpty();
    assertThat(backup.view()).isEqualTo(new View(5));
  }

  private CoordinatorCore coordinator(int replica) {
    var timeout = new ViewTimeout(Duration.ofNanos(100), Duration.ofNanos(800));
    return new CoordinatorCore(new ReplicaId(replica), committee.configuration(), timeout);
  }

  private void hear(CoordinatorCore coordinator, int... replicas) {
    for (int each : replicas) {
      coordinator.onViewChange(committee.viewChange(each, 1), 0);
    }
  }

  private List<String> refusals() {
    return backup.takeOrders().stream()
        .map(order -> ((Rejection.UnjustifiedNewView) ((Order.Refuse) order).why()).why())
        .toList();
  }

  private NewView newView(long view, int... replicas) {
    return naming(
        view, IntStream.of(replicas).mapToObj(each -> committee.viewChange(each, view)).toList());
  }

  private static NewView naming(long view, List<Verified<ViewChange>> changes) {
    return new NewView(
        new View(view),
        changes.stream()
            .map(Verified::message)
            .map(each -> new NewView.Justification(each.replica(), each.digest()))
            .toList());
  }
}
