package io.quorate.engine.core.viewchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.core.SigningCommittee;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message.NewView;
import io.quorate.engine.model.message.Message.ViewChange;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ViewChangeTrackerTest {

  private final SigningCommittee committee = new SigningCommittee();
  private final ViewChangeTracker tracker =
      new ViewChangeTracker(committee.configuration().quorum());

  @Test
  void f_plus_1_higher_views_are_joined_at_the_lowest_of_them() {
    tracker.add(committee.viewChange(1, 9));
    assertThat(tracker.joinable(View.ZERO)).isEmpty();
    tracker.add(committee.viewChange(2, 3));
    assertThat(tracker.joinable(View.ZERO)).contains(new View(3));
    assertThat(tracker.joinable(new View(3))).isEmpty();
  }

  @Test
  void the_latest_view_change_of_a_replica_counts_and_no_other() {
    assertThat(tracker.add(committee.viewChange(1, 2))).isTrue();
    assertThat(tracker.add(committee.viewChange(1, 2))).isFalse();
    assertThat(tracker.add(committee.viewChange(1, 1))).isFalse();
  }

  @Test
  void a_quorum_wants_exactly_the_view() {
    tracker.add(committee.viewChange(0, 1));
    tracker.add(committee.viewChange(1, 1));
    tracker.add(committee.viewChange(2, 2));
    assertThat(tracker.quorumFor(new View(1))).isEmpty();
    tracker.add(committee.viewChange(3, 1));
    assertThat(tracker.quorumFor(new View(1)).orElseThrow()).hasSize(3);
  }

  @Test
  void whoever_went_further_has_left_the_lower_views_too() {
    tracker.add(committee.viewChange(0, 1));
    tracker.add(committee.viewChange(1, 1));
    assertThat(tracker.isLeftBehind(new View(1))).isFalse();
    tracker.add(committee.viewChange(2, 2));
    assertThat(tracker.isLeftBehind(new View(1))).isTrue();
    assertThat(tracker.isLeftBehind(new View(2))).isFalse();
  }

  @Test
  void a_new_view_finds_the_view_changes_it_names_even_old_ones() {
    var old = committee.viewChange(1, 1);
    tracker.add(committee.viewChange(1, 5));
    assertThat(tracker.named(naming(old.message()))).isEmpty();
    tracker.keep(old);
    assertThat(tracker.named(naming(old.message()))).containsExactly(old);
    tracker.keepOnlyFor(List.of());
    assertThat(tracker.named(naming(old.message()))).isEmpty();
  }

  @Test
  void view_changes_that_hold_the_same_are_told_apart_by_view_and_sender() {
    var wanted = committee.viewChange(1, 1);
    tracker.add(wanted);
    tracker.add(committee.viewChange(1, 2));
    tracker.add(committee.viewChange(3, 1));
    assertThat(committee.viewChange(3, 1).message().digest()).isEqualTo(wanted.message().digest());
    assertThat(tracker.named(naming(wanted.message()))).containsExactly(wanted);
  }

  private static NewView naming(ViewChange change) {
    return new NewView(
        change.view(), List.of(new NewView.Justification(change.replica(), change.digest())));
  }
}
