package io.quorate.engine.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message.Status;
import io.quorate.engine.model.message.Stance;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** The time-out is 100; seven replicas, so that f + 1 = 3. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SlowPrimaryVotesTest {

  private static final View VIEW = new View(5);
  private static final ReplicaId PRIMARY = new ReplicaId(5);

  private final SlowPrimaryVotes slowPrimaryVotes =
      new SlowPrimaryVotes(new SlowPrimaryDetector(100, 2), 3);
  private long now;

  SlowPrimaryVotesTest() {
    slowPrimaryVotes.begin(VIEW, false, now);
  }

  @Test
  void f_others_and_this_replica_are_enough() {
    waitFor(90);
    slowPrimaryVotes.heard(status(1, VIEW, Stance.DOUBTING));
    assertThat(slowPrimaryVotes.areShared()).isFalse();
    slowPrimaryVotes.heard(status(2, VIEW, Stance.DOUBTING));
    assertThat(slowPrimaryVotes.areShared()).isTrue();
  }

  @Test
  void one_that_says_it_twice_counts_once() {
    waitFor(90);
    slowPrimaryVotes.heard(status(1, VIEW, Stance.DOUBTING));
    slowPrimaryVotes.heard(status(1, VIEW, Stance.DOUBTING));
    assertThat(slowPrimaryVotes.areShared()).isFalse();
  }

  @Test
  void a_replica_that_is_served_well_joins_no_doubt() {
    waitFor(1);
    for (int peer = 1; peer < 7; peer++) {
      slowPrimaryVotes.heard(status(peer, VIEW, Stance.DOUBTING));
    }
    assertThat(slowPrimaryVotes.areShared()).isFalse();
  }

  @Test
  void doubts_of_other_primaries_do_not_count() {
    waitFor(90);
    slowPrimaryVotes.heard(status(1, VIEW, Stance.DOUBTING));
    slowPrimaryVotes.heard(status(2, VIEW.next(), Stance.DOUBTING));
    slowPrimaryVotes.heard(status(3, new View(4), Stance.DOUBTING));
    assertThat(slowPrimaryVotes.areShared()).isFalse();
  }

  @Test
  void who_doubts_no_more_is_not_counted() {
    waitFor(90);
    slowPrimaryVotes.heard(status(1, VIEW, Stance.DOUBTING));
    slowPrimaryVotes.heard(status(2, VIEW, Stance.DOUBTING));
    slowPrimaryVotes.heard(status(1, VIEW, Stance.VOTING));
    assertThat(slowPrimaryVotes.areShared()).isFalse();
  }

  @Test
  void the_next_primary_is_doubted_by_nobody() {
    waitFor(90);
    slowPrimaryVotes.heard(status(1, VIEW, Stance.DOUBTING));
    slowPrimaryVotes.heard(status(2, VIEW, Stance.DOUBTING));
    slowPrimaryVotes.begin(VIEW.next(), false, now);
    assertThat(slowPrimaryVotes.areOwn()).isFalse();
    waitFor(90);
    assertThat(slowPrimaryVotes.areOwn()).isTrue();
    assertThat(slowPrimaryVotes.areShared()).isFalse();
  }

  @Test
  void a_primary_that_is_awaited_is_doubted_while_nobody_listens_there() {
    slowPrimaryVotes.lost(PRIMARY);
    awaiting(Optional.empty());
    assertThat(slowPrimaryVotes.areOwn()).as("nothing waits").isFalse();
    awaiting(Optional.of(PRIMARY));
    assertThat(slowPrimaryVotes.areOwn()).isTrue();
    assertThat(slowPrimaryVotes.areShared()).isFalse();
    slowPrimaryVotes.heard(status(1, VIEW, Stance.DOUBTING));
    slowPrimaryVotes.heard(status(2, VIEW, Stance.DOUBTING));
    assertThat(slowPrimaryVotes.areShared()).isTrue();
    slowPrimaryVotes.heard(status(5, VIEW, Stance.VOTING));
    awaiting(Optional.of(PRIMARY));
    assertThat(slowPrimaryVotes.areOwn()).as("it was heard").isFalse();
  }

  @Test
  void that_nobody_listens_at_a_backup_is_no_doubt_of_the_primary() {
    slowPrimaryVotes.lost(new ReplicaId(4));
    awaiting(Optional.of(PRIMARY));
    assertThat(slowPrimaryVotes.areOwn()).isFalse();
  }

  @Test
  void the_primary_after_one_that_is_gone_has_its_chance() {
    slowPrimaryVotes.lost(PRIMARY);
    awaiting(Optional.of(PRIMARY));
    slowPrimaryVotes.begin(VIEW.next(), true, now);
    assertThat(slowPrimaryVotes.areOwn()).isFalse();
  }

  private void awaiting(Optional<ReplicaId> primary) {
    slowPrimaryVotes.onTick(Optional.empty(), primary, now);
  }

  /** A window in which requests waited so long. */
  private void waitFor(long each) {
    for (int i = 0; i < 5; i++) {
      now += 90;
      slowPrimaryVotes.onTick(
          Optional.of(new RequestWaitSample.Wait(0, each)), Optional.of(PRIMARY), now);
    }
  }

  private static Status status(int replica, View view, Stance stance) {
    var zero = SequenceNumber.ZERO;
    return new Status(new ReplicaId(replica), view, stance, zero, zero, 1);
  }
}
