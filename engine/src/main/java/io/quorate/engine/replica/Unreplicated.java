package io.quorate.engine.replica;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.codec.MessageCodec;
import io.quorate.engine.core.effect.Effect;
import io.quorate.engine.crypto.MessageSigner;
import io.quorate.engine.crypto.MessageVerifier;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.View;
import io.quorate.engine.model.certificate.CommitCertificate;
import io.quorate.engine.model.certificate.QuorumSignature;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.Refusal;
import io.quorate.engine.model.message.Message.Reply;
import io.quorate.engine.model.message.Message.Request;
import io.quorate.engine.replica.execution.Execution;
import io.quorate.engine.replica.ingress.Rejections;
import io.quorate.engine.replica.ingress.SignatureBatchVerifier;
import io.quorate.engine.spi.Transport;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * The same state machine behind the same signatures, remoting and client, with nothing agreed: the
 * ceiling against which replication is measured. Withstands nothing; for benchmarks.
 */
public final class Unreplicated {

  private record Requests(List<Verified<Request>> requests) {}

  private final ReplicaParts parts;
  private final MessageSigner signer;
  private final Execution execution;

  private Unreplicated(ReplicaParts parts) {
    var ring = parts.ring();
    this.parts = parts;
    this.signer =
        new MessageSigner(
            new MessageCodec(ring.cluster(), ring.configuration().id()),
            parts.identity().id().value(),
            parts.identity().signer());
    this.execution = new Execution(parts.machine(), parts.configuration());
  }

  /** To be spawned where a {@link Replica} would be. */
  public static Behavior<Object> create(ReplicaParts parts) {
    return Behaviors.setup(context -> new Unreplicated(parts).serving(context));
  }

  private Behavior<Object> serving(ActorContext<Object> context) {
    for (var lane : Transport.Lane.OF_REPLICAS) {
      var self = context.getSelf();
      var verifier =
          context.spawn(
              SignatureBatchVerifier.create(
                  new SignatureBatchVerifier.Parts(
                      new MessageVerifier(parts.ring(), Digest.ZERO),
                      messages -> self.tell(new Requests(requests(messages))),
                      vote -> Integer.MAX_VALUE,
                      new Rejections(parts.world().meter()))),
              lane.actor());
      parts.world().transport().listen(lane, verifier);
    }
    return Behaviors.receive(Object.class).onMessage(Requests.class, this::onRequests).build();
  }

  private static List<Verified<Request>> requests(List<Verified<? extends Message>> messages) {
    return messages.stream()
        .filter(message -> message.message() instanceof Request)
        .map(message -> message.as(Request.class))
        .toList();
  }

  private Behavior<Object> onRequests(Requests command) {
    var requests = new ArrayList<Verified<Request>>();
    for (var request : command.requests()) {
      if (request.message().onlyAsks()) {
        tell(request.message());
      } else {
        requests.add(request);
      }
    }
    var references = requests.stream().map(Verified::message).map(Request::reference).toList();
    var batch = Canonical.batch(parts.world().clock().millis() << 16, references);
    var at = execution.last().sequence().next();
    var nothing = new CommitCertificate(View.ZERO, at, batch.digest(), QuorumSignature.NONE);
    answer(execution.apply(new Effect.Execute(at, batch, requests, nothing)));
    return Behaviors.same();
  }

  /** How far it is: a client begins its session with that. */
  private void tell(Request asking) {
    var so = execution.last().sequence();
    var refusal = new Refusal(parts.identity().id(), so, asking.id(), Refusal.Reason.ASKED, 0);
    parts.world().transport().toClient(asking.replyTo(), signer.sign(refusal).wire());
  }

  private void answer(Execution.Outcome outcome) {
    outcome
        .byListener()
        .forEach(
            (listener, answers) -> {
              var reply =
                  new Reply(
                      View.ZERO,
                      outcome.header().sequence(),
                      parts.identity().id(),
                      listener.client(),
                      answers,
                      List.of());
              parts.world().transport().toClient(listener.address(), signer.sign(reply).wire());
            });
  }
}
