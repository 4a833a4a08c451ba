package io.quorate.paper;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.core.CoreFixture;
import io.quorate.engine.core.SigningCommittee;
import io.quorate.engine.core.effect.Effect;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.message.MessageType;
import io.quorate.engine.replica.execution.ExecutionBench;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** §5.1, less communication: what of it this engine does, and what it does without. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class Section51CommunicationTest {

  private final SigningCommittee committee = new SigningCommittee();

  /** Ours: every replica answers with the whole result, none with a digest of it. */
  @Test
  void each_replica_answers_with_the_whole_result() {
    var large = "x".repeat(5_000);
    for (int replica = 0; replica < 4; replica++) {
      var execution = new ExecutionBench();
      assertThat(execution.decide(1, committee.request(1, 1, large)))
          .containsExactly(List.of(Bytes.utf8("1: " + large)));
    }
  }

  /** Ours: nothing is executed tentatively, so nothing is ever taken back. */
  @Test
  void what_is_prepared_is_not_executed_before_it_is_committed() {
    var request = committee.request(1, 1, "a");
    var batch = committee.batch(request);
    var backup = new CoreFixture(committee.core(2)).after(core -> core.onRequest(request));
    backup.after(core -> core.onPrePrepare(committee.proposal(0, 1, batch)));
    backup.after(core -> core.onPrepare(committee.prepare(1, 0, 1, batch.digest())));
    backup.after(core -> core.onPrepare(committee.prepare(3, 0, 1, batch.digest())));
    backup.after(core -> core.onCommit(committee.commit(0, 0, 1, batch.digest())));
    assertThat(backup.sent(MessageType.COMMIT)).hasSize(1);
    assertThat(backup.effects(Effect.Execute.class)).isEmpty();
  }

  /** Ours: a request that only reads is ordered like any other; no replica answers it alone. */
  @Test
  void a_replica_executes_nothing_that_it_was_only_asked_for() {
    var backup = new CoreFixture(committee.core(2));
    backup.after(core -> core.onRequest(committee.request(1, 1, "get")));
    assertThat(backup.effects(Effect.Execute.class)).isEmpty();
    assertThat(backup.core().hasWork()).isTrue();
  }
}
