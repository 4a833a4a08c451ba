package io.quorate.engine.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.core.SigningCommittee;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CheckpointTrackerTest {

  private final SigningCommittee committee = new SigningCommittee();
  private final CheckpointTracker tracker = new CheckpointTracker(4, 3, 16, committee.beginning());

  @Test
  void a_quorum_of_equal_headers_with_ones_own_among_them_is_stable() {
    var header = committee.header(4, "s");
    tracker.count(committee.checkpoint(1, header));
    tracker.count(committee.checkpoint(2, header));
    tracker.count(committee.checkpoint(3, header));
    assertThat(tracker.newlyStable()).isEmpty();
    tracker.executed(header);
    assertThat(tracker.newlyStable()).isPresent();
    assertThat(tracker.newlyStable().orElseThrow().signature().endorsements()).hasSize(3);
  }

  @Test
  void fewer_than_a_quorum_make_nothing_stable() {
    var header = committee.header(4, "s");
    tracker.executed(header);
    tracker.count(committee.checkpoint(0, header));
    tracker.count(committee.checkpoint(1, header));
    tracker.count(committee.checkpoint(1, header));
    tracker.count(committee.checkpoint(2, committee.header(4, "other")));
    assertThat(tracker.newlyStable()).isEmpty();
    assertThat(tracker.divergence()).isEmpty();
  }

  @Test
  void a_quorum_for_another_header_shows_that_this_replica_diverged() {
    tracker.executed(committee.header(4, "mine"));
    for (int replica = 1; replica <= 3; replica++) {
      tracker.count(committee.checkpoint(replica, committee.header(4, "theirs")));
    }
    assertThat(tracker.divergence()).isPresent();
  }

  @Test
  void votes_for_other_numbers_or_far_ones_are_not_kept() {
    tracker.count(committee.checkpoint(1, committee.header(5, "s")));
    tracker.count(committee.checkpoint(1, committee.header(20, "s")));
    assertThat(tracker.votesOf(new ReplicaId(1), SequenceNumber.ZERO)).isEmpty();
  }

  @Test
  void ones_own_vote_can_be_shown_again_until_it_is_stable() {
    var header = committee.header(4, "s");
    var own = committee.checkpoint(0, header);
    tracker.executed(header);
    tracker.count(own);
    assertThat(tracker.votesOf(new ReplicaId(0), SequenceNumber.ZERO)).containsExactly(own.wire());
    assertThat(tracker.votesOf(new ReplicaId(0), new SequenceNumber(4))).isEmpty();
    tracker.advance(committee.stable(header));
    assertThat(tracker.votesOf(new ReplicaId(0), SequenceNumber.ZERO)).isEmpty();
  }
}
