package io.quorate.engine.core.agreement;

import io.quorate.engine.core.effect.Effect;
import io.quorate.engine.core.request.Requests;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Batch;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.certificate.CommitCertificate;
import io.quorate.engine.model.message.Message.Decided.Decision;
import io.quorate.engine.model.message.Message.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Hands decided batches to execution, in order, each once, when all of it is here. */
public final class InOrderDelivery {

  private final SlotWindow window;
  private final Requests requests;
  private final History history;
  private SequenceNumber executed = SequenceNumber.ZERO;

  public InOrderDelivery(SlotWindow window, Requests requests, History history) {
    this.window = window;
    this.requests = requests;
    this.history = history;
  }

  /** The last number handed over. */
  public SequenceNumber executed() {
    return executed;
  }

  public History history() {
    return history;
  }

  /** Hands over all that is ready. */
  List<Effect> advance() {
    var effects = new ArrayList<Effect>();
    for (var next = ready(executed.next()); next.isPresent(); next = ready(executed.next())) {
      effects.add(next.get());
      take(next.get());
    }
    return effects;
  }

  /**
   * A decision that a peer told; empty when it is not the next one. It is kept like one's own: the
   * next view may demand its batch again.
   */
  Optional<Effect.Execute> told(
      CommitCertificate certificate, Batch batch, List<Verified<Request>> told) {
    if (!certificate.sequence().equals(executed.next())) {
      return Optional.empty();
    }
    window.keep(certificate.sequence(), batch);
    told.forEach(request -> requests.hold(request));
    var execute = new Effect.Execute(certificate.sequence(), batch, told, certificate);
    take(execute);
    return Optional.of(execute);
  }

  /**
   * A decision that a peer told without all of its requests: what came is kept, the rest is fetched
   * like all that is missing.
   *
   * @return false when it is not the next one
   */
  boolean heard(Decision told, List<Verified<Request>> present) {
    var certificate = told.certificate();
    if (!certificate.sequence().equals(executed.next())
        || !told.batch().digest().equals(certificate.batch())) {
      return false;
    }
    window.keep(certificate.sequence(), told.batch());
    present.forEach(requests::hold);
    return true;
  }

  /** What keeps the next decided batch from execution: its own digest, or its requests'. */
  public List<Digest> missing() {
    var decision = window.decision(executed.next());
    if (decision.isEmpty()) {
      return List.of();
    }
    var digest = decision.get().batch();
    return window
        .batch(executed.next(), digest)
        .map(batch -> List.copyOf(requests.missing(batch)))
        .orElse(List.of(digest));
  }

  /** State was installed: everything up to here is in it. */
  public void jump(SequenceNumber to) {
    executed = to;
    history.clear();
  }

  /** A decision that this replica had executed before it was restarted. */
  public void recall(Decision decision) {
    executed = decision.certificate().sequence();
    history.add(decision);
    window.keep(executed, decision.batch());
  }

  /**
   * A checkpoint is stable: what leads to it may go.
   *
   * @return the requests that nobody needs any more
   */
  public List<Digest> settle(SequenceNumber stable) {
    history.settle(stable);
    var gone = window.advance(stable);
    return requests.release(gone, window.referenced());
  }

  private Optional<Effect.Execute> ready(SequenceNumber at) {
    return window
        .decision(at)
        .flatMap(
            certificate ->
                window
                    .batch(at, certificate.batch())
                    .flatMap(
                        batch ->
                            requests
                                .gather(batch)
                                .map(all -> new Effect.Execute(at, batch, all, certificate))));
  }

  private void take(Effect.Execute execute) {
    executed = execute.sequence();
    requests.executed(execute.batch());
    var wires = execute.requests().stream().map(Verified::wire).toList();
    history.add(new Decision(execute.certificate(), execute.batch(), wires));
  }
}
