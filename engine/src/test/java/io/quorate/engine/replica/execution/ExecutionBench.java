package io.quorate.engine.replica.execution;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.core.effect.Effect;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.fixtures.Committee;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Limits;
import io.quorate.engine.model.ProtocolRules;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.certificate.CommitCertificate;
import io.quorate.engine.model.message.Message.Request;
import java.util.List;
import java.util.Optional;

/** One replica's execution, with a state machine that writes down what it is given. */
public final class ExecutionBench {

  private final RecordingMachine machine = new RecordingMachine();
  private final Execution execution =
      new Execution(
          machine,
          Committee.of(4)
              .with(new ProtocolRules(4, 8, 60_000, Limits.DEFAULT))
              .genesis()
              .configuration());

  /**
   * A batch of one request is decided.
   *
   * @return the results that are answered
   */
  public List<List<Bytes>> decide(long number, Verified<Request> request) {
    var at = new SequenceNumber(number);
    var batch = Canonical.batch(number, List.of(request.message().reference()));
    var certificate = new CommitCertificate(View.ZERO, at, batch.digest(), List.of());
    return execution
        .apply(new Effect.Execute(at, batch, List.of(request), certificate))
        .answers()
        .stream()
        .map(each -> each.answer().results())
        .toList();
  }

  /** What the state machine was given, in order. */
  public List<String> executed() {
    return machine.lines();
  }

  /** What this request was answered, for whoever asks again. */
  public Optional<List<Bytes>> answer(RequestId id) {
    return execution.replies().reply(id).map(reply -> reply.results());
  }

  /** Whether it is too late to execute this request. */
  public boolean isExecuted(RequestId id) {
    return execution.replies().known().test(id);
  }
}
