package io.quorate.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.core.agreement.NewViewPlan;
import io.quorate.engine.core.effect.Effect;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Fact;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.certificate.StableCheckpoint;
import io.quorate.engine.model.message.Message.CheckpointProof;
import io.quorate.engine.model.message.Message.FetchDecided;
import io.quorate.engine.model.message.Message.Status;
import io.quorate.engine.model.message.Stance;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Why a checkpoint is stable outlives whoever saw it become so. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CheckpointProofTest {

  private static final ReplicaId LATE = new ReplicaId(3);

  private final SigningCommittee committee = new SigningCommittee();
  private final StableCheckpoint checkpoint = committee.stable(committee.header(4, "s"));
  private final CoreFixture late = new CoreFixture(committee.core(3));

  @Test
  void a_replica_that_was_restarted_can_still_prove_its_stable_checkpoint() {
    var restarted = new CoreFixture(committee.core(0));
    var facts = List.<Fact>of(new Fact.Stabilized(checkpoint));
    restarted.after(
        core ->
            core.recall(new RecoveredState(facts, checkpoint.sequence(), List.of(), id -> true)));
    restarted.after(core -> core.onStatus(standingAt(0)));
    assertThat(shownBy(restarted))
        .containsExactly(new CheckpointProof(new ReplicaId(0), checkpoint));
    restarted.after(core -> core.onStatus(standingAt(4)));
    assertThat(shownBy(restarted)).hasSize(1);
  }

  @Test
  void who_has_come_so_far_believes_a_shown_certificate_at_once() {
    late.after(core -> core.onExecuted(checkpoint.header()));
    late.after(core -> core.onCheckpointProof(new CheckpointProof(new ReplicaId(0), checkpoint)));
    assertThat(late.core().stable()).isEqualTo(checkpoint);
  }

  @Test
  void who_has_not_believes_it_on_arriving() {
    late.after(core -> core.onCheckpointProof(new CheckpointProof(new ReplicaId(0), checkpoint)));
    assertThat(late.core().stable().sequence()).isEqualTo(SequenceNumber.ZERO);
    late.after(core -> core.onExecuted(checkpoint.header()));
    assertThat(late.core().stable()).isEqualTo(checkpoint);
  }

  @Test
  void who_computed_something_else_than_was_certified_halts() {
    late.after(core -> core.onExecuted(committee.header(4, "other")));
    late.after(core -> core.onCheckpointProof(new CheckpointProof(new ReplicaId(0), checkpoint)));
    assertThat(late.effects(Effect.Halt.class)).hasSize(1);
  }

  @Test
  void what_a_new_view_begins_with_is_stable_for_whoever_has_come_so_far() {
    late.after(core -> core.onExecuted(checkpoint.header()));
    install();
    assertThat(late.core().stable()).isEqualTo(checkpoint);
  }

  @Test
  void who_is_behind_what_a_new_view_begins_with_asks_for_it() {
    install();
    for (int i = 1; i <= 3; i++) {
      long now = Duration.ofSeconds(i).toNanos();
      late.after(core -> core.at(now, SigningCommittee.WALL));
      late.after(ReplicaCore::onTick);
    }
    assertThat(late.effects(Effect.SignAndSend.class))
        .extracting(Effect.SignAndSend::message)
        .contains(new FetchDecided(LATE, new SequenceNumber(1)));
    assertThat(late.core().isBehindTheGroup()).isTrue();
  }

  @Test
  void a_replica_that_restarts_in_a_view_knows_what_it_began_with() {
    var change = committee.viewChange(0, 1, checkpoint);
    var facts =
        List.<Fact>of(new Fact.ViewInstalled(new View(1), Bytes.EMPTY, List.of(change.wire())));
    late.after(
        core ->
            core.recall(new RecoveredState(facts, SequenceNumber.ZERO, List.of(), id -> false)));
    assertThat(late.core().isBehindTheGroup()).isTrue();
    late.after(core -> core.onExecuted(checkpoint.header()));
    assertThat(late.core().stable()).isEqualTo(checkpoint);
  }

  private void install() {
    var change = committee.viewChange(0, 1, checkpoint);
    var plan = NewViewPlan.of(List.of(change.message()));
    late.after(core -> core.install(new View(1), plan, List.of(change.wire())));
  }

  private static List<CheckpointProof> shownBy(CoreFixture bench) {
    return bench.effects(Effect.SignAndSend.class).stream()
        .map(Effect.SignAndSend::message)
        .filter(CheckpointProof.class::isInstance)
        .map(CheckpointProof.class::cast)
        .toList();
  }

  private static Status standingAt(long stable) {
    var at = new SequenceNumber(stable);
    return new Status(LATE, View.ZERO, Stance.VOTING, at, at, 0);
  }
}
