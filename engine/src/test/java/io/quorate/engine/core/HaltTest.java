package io.quorate.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.core.effect.Effect;
import io.quorate.engine.model.View;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** More than f liars can have two batches decided: then nothing more is done, least of all run. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HaltTest {

  private final SigningCommittee committee = new SigningCommittee();
  private final CoreFixture backup = new CoreFixture(committee.core(2));

  @Test
  void a_told_decision_that_contradicts_a_known_one_is_not_executed() {
    decide(1, "other");
    backup.after(core -> core.onDecided(committee.says(3, committee.decided(1))));
    assertThat(backup.effects(Effect.Halt.class)).hasSize(1);
    assertThat(backup.effects(Effect.Execute.class)).isEmpty();
  }

  @Test
  void after_a_halt_nothing_is_done() {
    decide(1, "other");
    backup.after(
        core -> {
          core.onDecided(committee.says(3, committee.decided(1)));
          core.onRequest(committee.request(1, 1, "other"));
          core.onPrePrepare(
              committee.proposal(0, 1, committee.batch(committee.request(1, 1, "other"))));
        });
    backup.after(core -> core.onRequest(committee.request(1, 1, "other")));
    backup.after(core -> core.stopVoting(new View(1)));
    assertThat(backup.effects(Effect.class)).last().isInstanceOf(Effect.Halt.class);
    assertThat(backup.effects(Effect.Halt.class)).hasSize(1);
    assertThat(backup.effects(Effect.Execute.class)).isEmpty();
  }

  private void decide(long at, String operation) {
    var digest = committee.batch(committee.request(1, at, operation)).digest();
    for (int replica : new int[] {0, 1, 3}) {
      backup.after(core -> core.onCommit(committee.commit(replica, 0, at, digest)));
    }
  }
}
