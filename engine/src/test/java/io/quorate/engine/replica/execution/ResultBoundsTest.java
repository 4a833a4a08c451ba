package io.quorate.engine.replica.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.core.effect.Effect;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.fixtures.Committee;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.Limit;
import io.quorate.engine.model.Limits;
import io.quorate.engine.model.ProtocolRules;
import io.quorate.engine.model.Quorum;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message.Reply;
import io.quorate.engine.model.message.Message.Request;
import io.quorate.engine.replica.ActorFixture;
import io.quorate.engine.spi.Chunk;
import io.quorate.engine.spi.StateMachine;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ResultBoundsTest {

  private static final Limits LIMITS =
      Limits.DEFAULT
          .with(Limit.RESULT_BYTES, 1_000)
          .with(Limit.REQUEST_RESULT_BYTES, 2_000)
          .with(Limit.BATCH_RESULT_BYTES, 5_000);

  private final ActorFixture fixture = new ActorFixture();
  private final List<Integer> executed = new ArrayList<>();
  private final Execution execution =
      new Execution(
          new Zeros(),
          Committee.of(4).with(new ProtocolRules(2, 4, 60_000, LIMITS)).genesis().configuration());

  /** Answers with as many zeros as it is asked for. */
  private final class Zeros implements StateMachine {
    @Override
    public Bytes execute(Bytes operation, Moment moment) {
      executed.add(Integer.valueOf(operation.asUtf8()));
      return Bytes.wrap(new byte[Integer.parseInt(operation.asUtf8())]);
    }

    @Override
    public List<Chunk> chunks() {
      return List.of();
    }

    @Override
    public void restore(List<Bytes> chunks) {}
  }

  @Test
  void a_result_that_is_too_large_is_replaced_and_its_operation_was_executed() {
    var answers = execute(1, request(1, 1_000, 1_001, 3));
    assertThat(answers.get(0).results()).hasSize(3);
    assertThat(answers.get(0).results().get(0).length()).isEqualTo(1_000);
    assertThat(answers.get(0).results().get(1)).isEqualTo(StateMachine.TOO_LARGE);
    assertThat(executed).containsExactly(1_000, 1_001, 3);
  }

  @Test
  void once_the_results_of_a_request_are_large_enough_the_rest_is_not_executed() {
    var answers = execute(1, request(1, 900, 900, 900, 1, 1));
    assertThat(answers.get(0).results()).hasSize(3);
    assertThat(executed).containsExactly(900, 900, 900);
    assertThat(execute(2, request(2, 1, 1)).get(0).results()).hasSize(2);
  }

  @Test
  void empty_results_count_too() {
    var answers = execute(1, request(1, new int[300]));
    assertThat(answers.get(0).results()).hasSize(250);
  }

  @Test
  void once_the_results_of_a_batch_are_large_enough_nothing_more_is_executed() {
    var large = new int[] {990, 990, 990};
    var answers = execute(1, request(1, large), request(2, large), request(3, 1), request(4, 2));
    assertThat(answers).extracting(each -> each.results().size()).containsExactly(3, 3, 0, 0);
    assertThat(executed).hasSize(6);
    assertThat(execution.replies().reply(answers.get(3).request()).orElseThrow().results())
        .isEmpty();
  }

  @Test
  void what_was_not_executed_is_never_executed_under_the_same_name() {
    var request = request(1, 900, 900, 900, 1);
    execute(1, request);
    assertThat(execute(2, request)).isEmpty();
    assertThat(executed).containsExactly(900, 900, 900);
  }

  @Test
  void every_reply_fits_a_message_and_together_they_say_all() {
    var repliers = new FullRepliers(new ReplicaId(0), 0, new Quorum(4), Long.MAX_VALUE);
    var results = List.of(Bytes.wrap(new byte[Limits.DEFAULT.largestAnswer() - 1_000]));
    var answers =
        IntStream.rangeClosed(1, 20)
            .mapToObj(number -> new Reply.Answer(id(number), number % 5 == 0 ? results : small()))
            .toList();
    var replies =
        repliers.replies(
            View.ZERO, new SequenceNumber(3), new ClientId(ActorFixture.CLIENT), answers);
    assertThat(replies).flatExtracting(Reply::answers).isEqualTo(answers);
    assertThat(replies).hasSize(4);
    for (var reply : replies) {
      assertThat(fixture.signer().sign(reply).wire().length())
          .isLessThanOrEqualTo(Limits.LARGEST_FRAME);
    }
  }

  private static List<Bytes> small() {
    return List.of(Bytes.wrap(new byte[200_000]));
  }

  private static RequestId id(long number) {
    return new RequestId(new ClientId(ActorFixture.CLIENT), 1, number);
  }

  private Verified<Request> request(long number, int... results) {
    var operations =
        IntStream.of(results).mapToObj(each -> Bytes.utf8(Integer.toString(each))).toList();
    return fixture.committee.sign(Canonical.request(id(number), "here", operations));
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  private List<Reply.Answer> execute(long at, Verified<Request>... requests) {
    var references = Stream.of(requests).map(each -> each.message().reference()).toList();
    var batch = Canonical.batch(at, references);
    var sequence = new SequenceNumber(at);
    var proof = fixture.committee.committed(View.ZERO, sequence, batch.digest());
    return execution
        .apply(new Effect.Execute(sequence, batch, List.of(requests), proof))
        .answers()
        .stream()
        .map(Execution.Answered::answer)
        .toList();
  }
}
