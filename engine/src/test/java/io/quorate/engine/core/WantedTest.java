package io.quorate.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.core.effect.Effect;
import io.quorate.engine.model.Batch;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message.Fetch;
import io.quorate.engine.model.message.Message.PrePrepare;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** What a replica asks for, what it takes for an answer, and when it no longer needs it. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class WantedTest {

  private static final ReplicaId PEER = new ReplicaId(3);

  private final SigningCommittee committee = new SigningCommittee();
  private final CoreFixture backup = new CoreFixture(committee.core(2));

  @Test
  void a_wanted_batch_is_kept_only_where_a_batch_may_be_open() {
    var batch = decidedElsewhere();
    for (long at : new long[] {0, 9, 1L << 62}) {
      var stray = committee.says(0, new PrePrepare(View.ZERO, new SequenceNumber(at), batch));
      backup.after(core -> core.onPrePrepare(stray));
      assertThat(backup.core().wants(batch.digest())).as("after number " + at).isTrue();
    }
    backup.after(core -> core.onPrePrepare(committee.proposal(0, 1, batch)));
    assertThat(backup.core().wants(batch.digest())).isFalse();
  }

  @Test
  void a_wanted_batch_is_taken_from_a_primary_alone() {
    var batch = decidedElsewhere();
    var stray = committee.says(3, new PrePrepare(View.ZERO, new SequenceNumber(1), batch));
    backup.after(core -> core.onPrePrepare(stray));
    assertThat(backup.core().wants(batch.digest())).isTrue();
    assertThat(shownTo(batch.digest())).isZero();
  }

  @Test
  void a_wanted_batch_is_taken_from_another_view() {
    var batch = decidedElsewhere();
    backup.after(core -> core.onPrePrepare(committee.proposal(5, 1, batch)));
    assertThat(backup.core().wants(batch.digest())).isFalse();
  }

  @Test
  void what_a_told_decision_brought_is_wanted_no_more() {
    var told = committee.decided(1);
    var digest = committee.request(1, 1, "a").message().digest();
    backup.after(
        core -> core.onPrePrepare(committee.proposal(0, 1, told.decisions().get(0).batch())));
    assertThat(backup.core().wants(digest)).isTrue();
    backup.after(core -> core.onDecided(committee.says(3, told)));
    assertThat(backup.core().wants(digest)).isFalse();
  }

  @Test
  void what_lost_to_a_told_decision_is_wanted_no_more() {
    var lost = committee.request(2, 1, "b");
    backup.after(core -> core.onPrePrepare(committee.proposal(0, 1, committee.batch(lost))));
    assertThat(backup.core().wants(lost.message().digest())).isTrue();
    backup.after(core -> core.onDecided(committee.says(3, committee.decided(1))));
    assertThat(backup.core().wants(lost.message().digest())).isFalse();
  }

  @Test
  void what_an_installed_state_holds_is_wanted_no_more() {
    var early = committee.request(1, 1, "a");
    var late = committee.request(1, 2, "b");
    backup.after(core -> core.onPrePrepare(committee.proposal(0, 4, committee.batch(early))));
    backup.after(core -> core.onPrePrepare(committee.proposal(0, 5, committee.batch(late))));
    backup.after(core -> core.installState(committee.stable(committee.header(4, "s")), id -> true));
    assertThat(backup.core().wants(early.message().digest())).isFalse();
    assertThat(backup.core().wants(late.message().digest())).isTrue();
  }

  @Test
  void answers_do_not_travel_with_votes() {
    var request = committee.request(1, 1, "a");
    backup.after(core -> core.onRequest(request));
    assertThat(shownTo(request.message().digest())).isEqualTo(1);
    assertThat(backup.effects(Effect.SendSigned.class)).isEmpty();
  }

  private int shownTo(Digest digest) {
    backup.after(core -> core.onFetch(new Fetch(PEER, List.of(digest))));
    return backup.effects(Effect.SendMissing.class).size();
  }

  /** A batch that the others committed at 1, and of which this replica knows the digest only. */
  private Batch decidedElsewhere() {
    var batch = committee.batch(committee.request(1, 1, "a"));
    for (int replica : new int[] {0, 1, 3}) {
      backup.after(core -> core.onCommit(committee.commit(replica, 0, 1, batch.digest())));
    }
    backup.after(ReplicaCore::onTick);
    assertThat(backup.core().wants(batch.digest())).isTrue();
    return batch;
  }
}
