package io.quorate.engine.core.antientropy;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.core.CoreSettings;
import io.quorate.engine.core.SigningCommittee;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message.Status;
import io.quorate.engine.model.message.Stance;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PeerProgressTest {

  private static final long SECOND = 1_000_000_000L;
  private static final CoreSettings SETTINGS = CoreSettings.of(SigningCommittee.RULES);

  private final PeerProgress peerProgress =
      new PeerProgress(
          new ReplicaId(3), SETTINGS.statusInterval(), SETTINGS.hurriedStatusInterval());

  @Test
  void a_replica_that_is_not_behind_asks_nobody() {
    peerProgress.heard(status(0, 0));
    assertThat(peerProgress.onTick(SequenceNumber.ZERO, SECOND)).isEmpty();
  }

  @Test
  void every_peer_that_claims_to_be_ahead_is_asked_in_turn() {
    peerProgress.heard(status(0, 1_000_000));
    peerProgress.heard(status(1, 9));
    peerProgress.heard(status(2, 0));
    assertThat(peerProgress.onTick(SequenceNumber.ZERO, SECOND)).contains(new ReplicaId(0));
    assertThat(peerProgress.onTick(SequenceNumber.ZERO, 2 * SECOND)).contains(new ReplicaId(1));
    assertThat(peerProgress.onTick(SequenceNumber.ZERO, 3 * SECOND)).contains(new ReplicaId(0));
  }

  @Test
  void while_execution_moves_by_itself_nobody_is_asked() {
    peerProgress.heard(status(0, 9));
    assertThat(peerProgress.onTick(new SequenceNumber(1), SECOND)).isEmpty();
    assertThat(peerProgress.onTick(new SequenceNumber(1), 2 * SECOND)).isPresent();
  }

  @Test
  void a_status_is_due_more_often_in_a_hurry() {
    var nothing = SequenceNumber.ZERO;
    assertThat(peerProgress.isStatusDue(false, nothing, SECOND)).isTrue();
    assertThat(peerProgress.isStatusDue(false, nothing, SECOND + SECOND / 2)).isFalse();
    assertThat(peerProgress.isStatusDue(true, nothing, SECOND + SECOND / 2)).isTrue();
  }

  @Test
  void it_has_moved_when_more_is_executed_than_it_said_last() {
    var said = new SequenceNumber(5);
    assertThat(peerProgress.isStatusDue(false, said, SECOND)).isTrue();
    assertThat(peerProgress.isStatusDue(true, said.next(), SECOND + 1)).as("too soon").isFalse();
    assertThat(peerProgress.hasMoved(said)).isFalse();
    assertThat(peerProgress.hasMoved(said.next())).isTrue();
    assertThat(peerProgress.isStatusDue(false, said.next(), 2 * SECOND)).isTrue();
    assertThat(peerProgress.hasMoved(said.next())).isFalse();
  }

  @Test
  void a_quorum_has_come_as_far_as_the_last_of_the_first_so_many() {
    assertThat(peerProgress.executedBy(3, new SequenceNumber(9))).isEqualTo(SequenceNumber.ZERO);
    peerProgress.heard(status(0, 7));
    assertThat(peerProgress.executedBy(3, new SequenceNumber(9))).isEqualTo(SequenceNumber.ZERO);
    peerProgress.heard(status(1, 8));
    assertThat(peerProgress.executedBy(3, new SequenceNumber(9))).isEqualTo(new SequenceNumber(7));
    peerProgress.heard(status(2, 1_000_000));
    assertThat(peerProgress.executedBy(3, new SequenceNumber(9))).isEqualTo(new SequenceNumber(8));
    assertThat(peerProgress.executedBy(3, new SequenceNumber(5)))
        .as("what it has not executed itself it cannot say")
        .isEqualTo(new SequenceNumber(5));
  }

  private static Status status(int replica, long executed) {
    return new Status(
        new ReplicaId(replica),
        View.ZERO,
        Stance.VOTING,
        SequenceNumber.ZERO,
        new SequenceNumber(executed),
        0);
  }
}
