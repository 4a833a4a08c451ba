package io.quorate.engine.replica;

import io.quorate.engine.codec.Unverified;
import io.quorate.engine.crypto.Distrust;
import io.quorate.engine.crypto.MessageVerifier;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.message.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Turns octets into verified messages, many at a time.
 *
 * <pre>
 *   idle ──octets──▶ filling ──all that had come──▶ verifying ──all hold──▶ idle
 *                                                       └──one lies──▶ isolating ──▶ idle
 * </pre>
 *
 * <p>A batch is what had come when its turn came, so it is one message when there is no load and
 * many under load, without a timer. When a batch does not hold, its halves are tried one at a time
 * between other messages' turns: a liar delays the batch that it was in and nothing else.
 */
public final class SignatureBatchVerifier {

  /** What it is told. */
  public sealed interface Command permits Received, Verify, Isolate {}

  /** Octets from anyone. */
  record Received(Wire wire) implements Command {}

  private enum Verify implements Command {
    NOW
  }

  private enum Isolate implements Command {
    NEXT
  }

  private static final int MOST_AT_ONCE = 256;

  private final ActorContext<Command> context;
  private final MessageVerifier verifier;
  private final Consumer<List<Verified<? extends Message>>> deliver;
  private final Predicate<Unverified> matters;
  private final Rejections rejections;
  private List<Unverified> filling = new ArrayList<>();
  private final List<List<Unverified>> suspects = new ArrayList<>();

  private SignatureBatchVerifier(ActorContext<Command> context, Parts parts) {
    this.context = context;
    this.verifier = parts.verifier();
    this.deliver = parts.deliver();
    this.matters = parts.matters();
    this.rejections = parts.rejections();
  }

  /**
   * What a verifier is made of.
   *
   * @param deliver takes what holds
   * @param matters false for a message that can no longer change anything: it is not verified
   */
  record Parts(
      MessageVerifier verifier,
      Consumer<List<Verified<? extends Message>>> deliver,
      Predicate<Unverified> matters,
      Rejections rejections) {}

  /** The actor takes {@link Wire} from the network; nobody else sends it anything. */
  static Behavior<Wire> create(Parts parts) {
    Behavior<Command> behavior =
        Behaviors.setup(context -> new SignatureBatchVerifier(context, parts).idle());
    return Behaviors.transformMessages(
            Wire.class, behavior, builder -> builder.match(Wire.class, Received::new))
        .narrow();
  }

  private Behavior<Command> idle() {
    return Behaviors.receive(Command.class)
        .onMessage(
            Received.class,
            received -> {
              take(received);
              context.getSelf().tell(Verify.NOW);
              return filling();
            })
        .onMessage(Verify.class, stale -> Behaviors.same())
        .onMessage(Isolate.class, stale -> Behaviors.same())
        .build();
  }

  private Behavior<Command> filling() {
    return Behaviors.receive(Command.class)
        .onMessage(
            Received.class,
            received -> {
              take(received);
              return filling.size() >= MOST_AT_ONCE ? verifying() : Behaviors.same();
            })
        .onMessage(Verify.class, now -> verifying())
        .onMessage(Isolate.class, stale -> Behaviors.same())
        .build();
  }

  /** Checks what has gathered; gives the behaviour that follows. */
  private Behavior<Command> verifying() {
    var batch = filling;
    filling = new ArrayList<>();
    if (!check(batch)) {
      suspects.add(batch);
      context.getSelf().tell(Isolate.NEXT);
      return isolating();
    }
    return idle();
  }

  private Behavior<Command> isolating() {
    return Behaviors.receive(Command.class)
        .onMessage(
            Received.class,
            received -> {
              take(received);
              return Behaviors.same();
            })
        .onMessage(Verify.class, stale -> Behaviors.same())
        .onMessage(Isolate.class, next -> isolate())
        .build();
  }

  /** One step: splits one suspected batch and checks its halves. */
  private Behavior<Command> isolate() {
    var batch = suspects.remove(suspects.size() - 1);
    if (batch.size() == 1) {
      rejections.distrusted(new Distrust.BadSignature(batch.get(0).statement().signer()));
    } else {
      int half = batch.size() / 2;
      for (var part : List.of(batch.subList(0, half), batch.subList(half, batch.size()))) {
        if (!check(part)) {
          suspects.add(part);
        }
      }
    }
    if (!suspects.isEmpty()) {
      context.getSelf().tell(Isolate.NEXT);
      return Behaviors.same();
    }
    if (filling.isEmpty()) {
      return idle();
    }
    context.getSelf().tell(Verify.NOW);
    return filling();
  }

  private void take(Received received) {
    verifier
        .open(received.wire().octets(), rejections::distrusted)
        .filter(matters)
        .ifPresent(filling::add);
  }

  /** Delivers the batch if every signature in it holds. */
  private boolean check(List<Unverified> batch) {
    if (!batch.isEmpty() && !verifier.allSigned(batch)) {
      return false;
    }
    var outcome = new Collecting(batch.size());
    batch.forEach(message -> verifier.read(message, outcome));
    if (!outcome.messages.isEmpty()) {
      deliver.accept(outcome.messages);
    }
    return true;
  }

  private final class Collecting implements MessageVerifier.Outcome {
    private final List<Verified<? extends Message>> messages;

    Collecting(int size) {
      messages = new ArrayList<>(size);
    }

    @Override
    public void verified(Verified<? extends Message> message) {
      messages.add(message);
    }

    @Override
    public void distrusted(Distrust why) {
      rejections.distrusted(why);
    }
  }
}
