package io.quorate.engine.core.viewchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.core.SigningCommittee;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message.NewView;
import io.quorate.engine.model.message.Message.ViewChange;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class NewViewCheckTest {

  private final SigningCommittee committee = new SigningCommittee();

  @Test
  void a_quorum_of_view_changes_named_by_the_new_primary_is_without_flaw() {
    assertThat(flaw(1, change(0), change(1), change(2))).isEmpty();
  }

  @Test
  void only_the_primary_of_the_view_may_say_it() {
    assertThat(flaw(2, change(0), change(1), change(2))).isNotEmpty();
  }

  @Test
  void fewer_view_changes_than_a_quorum_justify_nothing() {
    assertThat(flaw(1, change(0), change(1))).isNotEmpty();
  }

  @Test
  void one_replica_named_twice_counts_once() {
    assertThat(flaw(1, change(0), change(1), change(1))).isNotEmpty();
  }

  @Test
  void view_changes_for_another_view_complete_nothing() {
    var other = committee.viewChange(2, 5);
    var message = newView(change(0), change(1), other);
    assertThat(NewViewCheck.isComplete(message, List.of(change(0), change(1), other))).isFalse();
    assertThat(NewViewCheck.isComplete(message, List.of(change(0), change(1)))).isFalse();
  }

  private Verified<ViewChange> change(int replica) {
    return committee.viewChange(replica, 1);
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // only read
  private final Optional<String> flaw(int signer, Verified<ViewChange>... changes) {
    return NewViewCheck.flaw(committee.says(signer, newView(changes)), committee.configuration());
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // only read
  private static NewView newView(Verified<ViewChange>... changes) {
    return new NewView(
        new View(1),
        Arrays.stream(changes)
            .map(Verified::message)
            .map(each -> new NewView.Justification(each.replica(), each.digest()))
            .toList());
  }
}
