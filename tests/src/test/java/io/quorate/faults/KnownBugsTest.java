package io.quorate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.core.CoreFixture;
import io.quorate.engine.core.SigningCommittee;
import io.quorate.engine.core.agreement.NewViewPlan;
import io.quorate.engine.core.effect.Effect;
import io.quorate.engine.core.effect.Rejection;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Batch;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message.Request;
import io.quorate.engine.model.message.Message.ViewChange;
import io.quorate.engine.model.message.MessageType;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Bugs that other engines had, as schedules; n = 4, replica 0 leads view 0 and lies. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class KnownBugsTest {

  private final SigningCommittee committee = new SigningCommittee();
  private final Verified<Request> op0 = committee.request(1, 1, "op0");
  private final Verified<Request> op1 = committee.request(1, 2, "op1");
  private final Batch batch0 = committee.batch(op0);
  private final Batch batch1 = committee.batch(op1);

  /**
   * pbft-java (found by ByzzBench): the primary gives one backup op0 at number 2, the others op0 at
   * 1 and op1 at 2. The votes of the others for op1 counted for op0 there.
   */
  @Test
  void votes_for_another_batch_do_not_commit_the_one_that_was_proposed_here() {
    var victim = backupWithBothRequests();
    victim.after(core -> core.onPrePrepare(committee.proposal(0, 2, batch0)));
    victim.after(core -> core.onPrePrepare(committee.proposal(0, 2, batch1)));
    for (int voter : new int[] {2, 3}) {
      victim.after(core -> core.onPrepare(committee.prepare(voter, 0, 2, batch1.digest())));
      victim.after(core -> core.onCommit(committee.commit(voter, 0, 2, batch1.digest())));
    }
    assertThat(victim.sent(MessageType.COMMIT)).isEmpty();
    assertThat(victim.effects(Effect.Execute.class)).isEmpty();
    assertThat(victim.effects(Effect.CountRejection.class))
        .anyMatch(each -> each.why() instanceof Rejection.Equivocation);
  }

  /** SmartBFT: only the primary got the COMMITs and executed, then it was cut off. */
  @Test
  void what_one_replica_alone_executed_is_proposed_again_in_the_next_view() {
    var prepared = committee.prepared(0, 1, batch0);
    var changes =
        List.of(
            committee.viewChange(1, 1).message(),
            committee.viewChange(2, 1).message(),
            committee.viewChange(3, 1, committee.beginning(), prepared).message());
    assertThat(NewViewPlan.of(changes).mandated()).containsEntry(1L, batch0.digest());
  }

  /** sawtooth-pbft: the proof was gone when the view change was built. */
  @Test
  void what_prepared_is_shown_when_the_view_changes_before_it_commits() {
    var backup = backupWithBothRequests();
    backup.after(core -> core.onPrePrepare(committee.proposal(0, 1, batch0)));
    backup.after(core -> core.onPrepare(committee.prepare(2, 0, 1, batch0.digest())));
    backup.after(core -> core.onPrepare(committee.prepare(3, 0, 1, batch0.digest())));
    backup.after(core -> core.stopVoting(new View(1)));
    var said = (ViewChange) backup.sent(MessageType.VIEW_CHANGE).get(0).message();
    assertThat(said.prepared()).extracting(each -> each.batch()).containsExactly(batch0.digest());
  }

  private CoreFixture backupWithBothRequests() {
    return new CoreFixture(committee.core(1))
        .after(core -> core.onRequest(op0))
        .after(core -> core.onRequest(op1));
  }
}
