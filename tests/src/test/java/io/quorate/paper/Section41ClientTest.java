package io.quorate.paper;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.client.ReplyBench;
import io.quorate.engine.core.CoreFixture;
import io.quorate.engine.core.SigningCommittee;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.replica.execution.ExecutionBench;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** §4.1, the client, and what replicas owe it. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class Section41ClientTest {

  private static final List<Bytes> DONE = List.of(Bytes.utf8("done"));
  private static final List<Bytes> FAILED = List.of(Bytes.utf8("failed"));

  private final SigningCommittee committee = new SigningCommittee();
  private final ReplyBench client = new ReplyBench();
  private final ExecutionBench execution = new ExecutionBench();

  /** A result is accepted with f + 1 valid replies that say the same. */
  @Test
  void a_client_believes_what_f_plus_1_replicas_answer_alike() {
    assertThat(client.hears(0, DONE)).isEmpty();
    assertThat(client.hears(1, FAILED)).isEmpty();
    assertThat(client.hears(2, DONE)).contains(DONE);
  }

  /** The replies must be from different replicas. */
  @Test
  void a_client_counts_each_replica_once() {
    assertThat(client.hears(3, DONE)).isEmpty();
    assertThat(client.hears(3, DONE)).isEmpty();
  }

  /** The replies must be validly signed. */
  @Test
  void a_client_does_not_count_what_a_replica_did_not_sign() {
    assertThat(client.hears(0, DONE)).isEmpty();
    assertThat(client.hearsForgery(1, DONE)).isEmpty();
    assertThat(client.hears(2, DONE)).contains(DONE);
  }

  /** Ours: a request is named by client, session and number, where the paper has a timestamp. */
  @Test
  void a_request_that_is_ordered_again_is_not_executed_again() {
    var request = committee.request(1, 1, "a");
    execution.decide(1, request);
    execution.decide(2, request);
    assertThat(execution.executed()).containsExactly("a");
  }

  /** A replica that has processed a request sends its reply once more. */
  @Test
  void the_answer_to_an_executed_request_is_kept() {
    var request = committee.request(1, 1, "a");
    assertThat(execution.answer(request.message().id())).isEmpty();
    execution.decide(1, request);
    assertThat(execution.answer(request.message().id())).isPresent();
  }

  /** Ours: a client has many requests under way; what is older than its last 128 is too old. */
  @Test
  void numbers_may_overtake_each_other_but_not_by_far() {
    execution.decide(1, committee.request(1, 2, "second"));
    execution.decide(2, committee.request(1, 1, "first"));
    assertThat(execution.executed()).containsExactly("second", "first");
    for (long number = 3; number <= 130; number++) {
      execution.decide(number, committee.request(1, number, "later"));
    }
    execution.decide(131, committee.request(1, 1, "again"));
    assertThat(execution.executed()).doesNotContain("again");
    assertThat(execution.isExecuted(new RequestId(new ClientId(1), 1, 1))).isTrue();
  }

  /** Ours: a client sends to all from the start; what waits is handed on to everybody. */
  @Test
  void a_request_that_waits_at_a_backup_is_handed_on_until_it_is_executed() {
    var request = committee.request(1, 1, "a");
    var batch = committee.batch(request);
    var backup = new CoreFixture(committee.core(2)).after(core -> core.onRequest(request));
    assertThat(backup.core().waiting().pendingSinceBefore(1, 16)).containsExactly(request);
    backup.after(core -> core.onPrePrepare(committee.proposal(0, 1, batch)));
    for (int replica : new int[] {0, 1, 3}) {
      backup.after(core -> core.onCommit(committee.commit(replica, 0, 1, batch.digest())));
    }
    assertThat(backup.core().waiting().pendingSinceBefore(1, 16)).isEmpty();
  }
}
