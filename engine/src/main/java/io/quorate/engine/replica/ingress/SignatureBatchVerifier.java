package io.quorate.engine.replica.ingress;

import io.quorate.engine.codec.Unverified;
import io.quorate.engine.crypto.MessageVerifier;
import io.quorate.engine.crypto.VerificationFailure;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Statement;
import io.quorate.engine.replica.limit.ReplicaBounds;
import io.quorate.engine.spi.InboundFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Turns octets into verified messages, many at a time.
 *
 * <pre>
 *   idle ──octets──▶ filling ──all that had come──▶ verifying ──all hold──▶ idle
 *                                                       └──one lies──▶ isolating ──▶ idle
 * </pre>
 *
 * <p>A batch is what had come when its turn came, so it is one message when there is no load and
 * many under load, without a timer. When a batch does not hold, what came from each peer is tried
 * apart, then the halves of what does not hold, one at a time between other messages' turns: a liar
 * delays what it sent itself. Every frame is told when it is done with, and what that took.
 */
public final class SignatureBatchVerifier {

  /** What it is told. */
  public sealed interface Command permits Received, Verify, Isolate, Spares {}

  /** Octets from anyone. */
  record Received(InboundFrame frame) implements Command {}

  private enum Verify implements Command {
    NOW
  }

  private enum Isolate implements Command {
    NEXT
  }

  private enum Spares implements Command {
    AGAIN
  }

  /** What was opened and not checked yet, and as what it came. */
  private record Pending(Unverified message, InboundFrame frame) {
    Statement statement() {
      return message.statement();
    }
  }

  private static final int MOST_AT_ONCE = 256;

  /** A forged signature has all that came with it checked again, and again its halves. */
  static final int FORGERY = 2 * MOST_AT_ONCE;

  public static final int MOST_SPARES = 512;
  private static final Duration SPARES_WAIT = Duration.ofMillis(10);

  private final ActorContext<Command> context;
  private final TimerScheduler<Command> timers;
  private final MessageVerifier verifier;
  private final Consumer<List<Verified<? extends Message>>> deliver;
  private final ToIntFunction<Statement> needed;
  private final Rejections rejections;

  @Bounded(by = ReplicaBounds.SPARES)
  private List<Pending> filling = new ArrayList<>();

  @Bounded(by = ReplicaBounds.SPARES)
  private final List<List<Pending>> suspects = new ArrayList<>();

  @Bounded(by = ReplicaBounds.SPARES)
  private List<Pending> spares = new ArrayList<>();

  private SignatureBatchVerifier(
      ActorContext<Command> context, TimerScheduler<Command> timers, Parts parts) {
    this.context = context;
    this.timers = timers;
    this.verifier = parts.verifier();
    this.deliver = parts.deliver();
    this.needed = parts.needed();
    this.rejections = parts.rejections();
  }

  /**
   * What a verifier is made of.
   *
   * @param deliver takes what holds
   * @param needed how many more votes with this one's digest may matter; the rest wait unverified
   */
  public record Parts(
      MessageVerifier verifier,
      Consumer<List<Verified<? extends Message>>> deliver,
      ToIntFunction<Statement> needed,
      Rejections rejections) {}

  /** The actor takes {@link InboundFrame} from the network; nobody else sends it anything. */
  public static Behavior<InboundFrame> create(Parts parts) {
    Behavior<Command> behavior =
        Behaviors.setup(
            context ->
                Behaviors.withTimers(
                    timers -> new SignatureBatchVerifier(context, timers, parts).idle()));
    return Behaviors.transformMessages(
            InboundFrame.class,
            behavior,
            builder -> builder.match(InboundFrame.class, Received::new))
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
        .onMessage(Spares.class, again -> onSpares(true))
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
        .onMessage(Spares.class, again -> onSpares(false))
        .build();
  }

  /** Checks what has gathered; gives the behaviour that follows. */
  private Behavior<Command> verifying() {
    var batch = select(filling);
    filling = new ArrayList<>();
    if (check(batch)) {
      return idle();
    }
    suspect(batch);
    context.getSelf().tell(Isolate.NEXT);
    return isolating();
  }

  /** What came from whom nobody forges holds at once: a liar is searched for among its own. */
  private void suspect(List<Pending> batch) {
    var origins = new LinkedHashMap<InboundFrame.Origin, List<Pending>>();
    for (var each : batch) {
      origins.computeIfAbsent(each.frame().origin(), its -> new ArrayList<>()).add(each);
    }
    for (var part : origins.values()) {
      if (origins.size() == 1 || !check(part)) {
        suspects.add(part);
      }
    }
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
        .onMessage(Spares.class, again -> onSpares(false))
        .build();
  }

  /** One step: splits one suspected batch and checks its halves. */
  private Behavior<Command> isolate() {
    var batch = suspects.remove(suspects.size() - 1);
    if (batch.size() == 1) {
      var forged = batch.get(0);
      rejections.unverified(new VerificationFailure.BadSignature(forged.statement().signer()));
      forged.frame().done(FORGERY);
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

  /** Leaves votes out that a quorum will not need if the others hold; they wait as spares. */
  private List<Pending> select(List<Pending> gathered) {
    var chosen = new ArrayList<Pending>(gathered.size());
    Map<Statement, Integer> counts = new HashMap<>();
    for (var message : gathered) {
      int most = needed.applyAsInt(message.statement());
      int count = most == Integer.MAX_VALUE ? 0 : counts.merge(votedFor(message), 1, Integer::sum);
      if (count <= most) {
        chosen.add(message);
      } else if (most > 0 && spares.size() < MOST_SPARES) {
        spares.add(message);
      } else {
        message.frame().done(0);
      }
    }
    if (!spares.isEmpty()) {
      timers.startSingleTimer(Spares.AGAIN, SPARES_WAIT);
    }
    return chosen;
  }

  /** The same for all who vote alike. */
  private static Statement votedFor(Pending vote) {
    var of = vote.statement();
    return new Statement(
        of.type(), of.cluster(), of.configuration(), 0, of.view(), of.sequence(), of.digest());
  }

  /** Some vote that was preferred may not have held: those left out are needed after all. */
  private Behavior<Command> onSpares(boolean idle) {
    for (var spare : spares) {
      if (needed.applyAsInt(spare.statement()) > 0) {
        filling.add(spare);
      } else {
        spare.frame().done(0);
      }
    }
    spares = new ArrayList<>();
    if (!idle || filling.isEmpty()) {
      return Behaviors.same();
    }
    context.getSelf().tell(Verify.NOW);
    return filling();
  }

  private void take(Received received) {
    var frame = received.frame();
    verifier
        .open(frame.octets(), rejections::unverified)
        .filter(message -> needed.applyAsInt(message.statement()) > 0)
        .ifPresentOrElse(message -> filling.add(new Pending(message, frame)), () -> frame.done(0));
  }

  /** Delivers the batch if every signature in it holds. */
  private boolean check(List<Pending> batch) {
    if (!batch.isEmpty() && !verifier.allSigned(batch.stream().map(Pending::message).toList())) {
      return false;
    }
    var outcome = new Collecting(batch.size());
    for (var each : batch) {
      each.frame().done(1 + verifier.read(each.message(), outcome));
    }
    if (!outcome.messages.isEmpty()) {
      deliver.accept(outcome.messages);
    }
    return true;
  }

  private final class Collecting implements MessageVerifier.Outcome {
    @Bounded(by = ReplicaBounds.SPARES)
    private final List<Verified<? extends Message>> messages;

    Collecting(int size) {
      messages = new ArrayList<>(size);
    }

    @Override
    public void verified(Verified<? extends Message> message) {
      messages.add(message);
    }

    @Override
    public void unverified(VerificationFailure why) {
      rejections.unverified(why);
    }
  }
}
