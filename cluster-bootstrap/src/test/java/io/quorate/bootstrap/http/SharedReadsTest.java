package io.quorate.bootstrap.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.client.Reply;
import io.quorate.engine.client.RequestFailed;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.SequenceNumber;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SharedReadsTest {

  private static final Bytes KEY = Bytes.utf8("key");

  private final ArrayDeque<CompletableFuture<Reply>> asked = new ArrayDeque<>();
  private final Budget budget = new Budget(64 << 20, 1_000);
  private final SharedReads reads =
      new SharedReads(this::ask, reply -> Answer.of(200, Answer.BYTES, reply.result()), budget);

  private CompletableFuture<Reply> ask(Bytes operation) {
    var answer = new CompletableFuture<Reply>();
    asked.add(answer);
    return answer;
  }

  private CompletableFuture<Answer> read() {
    return reads.read(KEY).toCompletableFuture();
  }

  private void answer(String value) {
    asked.remove().complete(new Reply(new SequenceNumber(1), Bytes.utf8(value)));
  }

  @Test
  void one_read_of_a_key_is_under_way_and_all_others_share_the_next() {
    var first = read();
    var second = read();
    var third = read();
    assertThat(asked).hasSize(1);
    answer("old");
    assertThat(first.getNow(null).body()).isEqualTo(Bytes.utf8("old"));
    assertThat(second).isNotDone();
    assertThat(asked).hasSize(1);
    answer("new");
    assertThat(second.getNow(null).body()).isSameAs(third.getNow(null).body());
    assertThat(second.getNow(null).body()).isEqualTo(Bytes.utf8("new"));
  }

  @Test
  void nobody_is_given_a_read_that_was_asked_before_he_came() {
    var unused = read();
    var waits = read();
    answer("first");
    var late = read();
    answer("second");
    assertThat(waits.getNow(null).body()).isEqualTo(Bytes.utf8("second"));
    assertThat(late).isNotDone();
    answer("third");
    assertThat(late.getNow(null).body()).isEqualTo(Bytes.utf8("third"));
  }

  @Test
  void another_key_is_another_read() {
    var unused = read();
    reads.read(Bytes.utf8("other"));
    assertThat(asked).hasSize(2);
  }

  @Test
  void what_is_shared_counts_once_until_the_last_has_it() {
    var unused = read();
    var second = read();
    var third = read();
    answer("x");
    answer("four");
    assertThat(budget.inUse()).isEqualTo(1 + 4);
    second.getNow(null).held().release();
    assertThat(budget.inUse()).isEqualTo(1 + 4);
    third.getNow(null).held().release();
    assertThat(budget.inUse()).isEqualTo(1);
  }

  @Test
  void who_waits_behind_a_read_without_an_answer_is_told_to_come_back() {
    var first = read();
    var second = read();
    asked.remove().completeExceptionally(new RequestFailed.Indeterminate("no quorum"));
    assertThat(first).isCompletedExceptionally();
    assertThat(second.handle((answer, failure) -> failure).getNow(null))
        .isInstanceOf(RequestFailed.NotExecuted.class);
    assertThat(read()).isNotDone();
    assertThat(asked).hasSize(1);
  }
}
