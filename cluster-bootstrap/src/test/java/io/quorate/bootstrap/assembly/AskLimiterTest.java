package io.quorate.bootstrap.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.typesafe.config.ConfigFactory;
import io.quorate.engine.client.ClientSettings;
import io.quorate.engine.client.Reply;
import io.quorate.engine.client.RequestFailed.Indeterminate;
import io.quorate.engine.client.RequestFailed.NotExecuted;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.SequenceNumber;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Two may be in flight, of one operation each, and one may wait. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AskLimiterTest {

  private final ArrayDeque<CompletableFuture<Reply>> asked = new ArrayDeque<>();
  private final AskLimiter askLimiter = new AskLimiter(settings(), 100);

  @Test
  void as_many_pass_as_may_wait_and_be_in_flight() {
    assertThat(ask()).isNotDone();
    assertThat(ask()).isNotDone();
    assertThat(ask()).isNotDone();
    var fourth = ask();
    assertThat(asked).hasSize(3);
    assertThat(fourth).isCompletedExceptionally();
    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(fourth::join)
        .satisfies(each -> assertThat(refusal(each).retryAfter()).isPositive());
  }

  @Test
  void who_is_answered_or_fails_makes_room() {
    var first = ask();
    assertThat(ask()).isNotDone();
    assertThat(ask()).isNotDone();
    asked.remove().complete(new Reply(SequenceNumber.ZERO, Bytes.EMPTY));
    assertThat(first).isCompleted();
    assertThat(ask()).isNotDone();
    asked.remove().completeExceptionally(new Indeterminate("no answer in time"));
    assertThat(ask()).isNotDone();
    assertThat(ask()).isCompletedExceptionally();
  }

  @Test
  void bytes_are_bounded_as_asks_are() {
    assertThat(ask(Bytes.wrap(new byte[200]))).isNotDone();
    assertThat(ask(Bytes.wrap(new byte[51]))).isCompletedExceptionally();
    assertThat(ask(Bytes.wrap(new byte[50]))).isNotDone();
    asked.remove().complete(new Reply(SequenceNumber.ZERO, Bytes.EMPTY));
    assertThat(ask(Bytes.wrap(new byte[200]))).isNotDone();
    assertThat(ask(Bytes.wrap(new byte[1]))).isCompletedExceptionally();
  }

  private static NotExecuted refusal(Throwable told) {
    return (NotExecuted) told.getCause();
  }

  private CompletableFuture<Reply> ask() {
    return ask(Bytes.EMPTY);
  }

  private CompletableFuture<Reply> ask(Bytes operation) {
    return askLimiter
        .pass(
            operation,
            () -> {
              asked.add(new CompletableFuture<>());
              return asked.getLast();
            })
        .toCompletableFuture();
  }

  private static ClientSettings settings() {
    var small =
        "quorate.client { most-waiting = 1, most-waiting-bytes = 50 }\n"
            + "quorate.client.bundles { operations = 1, in-flight = 2 }";
    return ClientSettings.from(ConfigFactory.parseString(small).withFallback(ConfigFactory.load()));
  }
}
