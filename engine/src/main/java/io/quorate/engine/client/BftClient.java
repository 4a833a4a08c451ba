package io.quorate.engine.client;

import io.quorate.engine.client.RequestFailed.Indeterminate;
import io.quorate.engine.client.RequestFailed.NotExecuted;
import io.quorate.engine.codec.Canonical;
import io.quorate.engine.codec.MessageCodec;
import io.quorate.engine.codec.Unverified;
import io.quorate.engine.crypto.KeyRing;
import io.quorate.engine.crypto.MessageSigner;
import io.quorate.engine.crypto.MessageVerifier;
import io.quorate.engine.crypto.Signer;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Member;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.replica.Clock;
import io.quorate.engine.replica.Transport;
import io.quorate.engine.replica.Wire;
import java.time.Duration;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.pattern.StatusReply;

/**
 * The actor that asks the group on behalf of one registered client. Serves many asks at once:
 * gathers them into signed requests, sends each to every replica, and answers when f + 1 replicas
 * signed the same results. What is lost is sent again; executed twice is nothing.
 */
public final class BftClient {

  /** What it can be told. */
  public sealed interface Command permits Submit, Received, Tick, Gathered {}

  /**
   * Have this operation executed; answered by a {@link Reply} or a {@link RequestFailed}.
   *
   * @param operation at most the group's {@code operation-bytes}
   */
  public record Submit(Bytes operation, ActorRef<StatusReply<Reply>> replyTo) implements Command {}

  private record Received(Wire wire) implements Command {}

  private enum Tick implements Command {
    NOW
  }

  /** All that had come together with the first ask has been taken in. */
  private enum Gathered implements Command {
    NOW
  }

  /**
   * Who asks whom.
   *
   * @param session higher than in any earlier run of this client
   * @param replyTo the name under which the replicas' transports know this client
   * @param mostOctets the group's limit for one request
   */
  public record Parts(
      ClientId id,
      Signer signer,
      long session,
      String replyTo,
      KeyRing ring,
      Asked asked,
      int mostOctets,
      Transport transport,
      Clock clock,
      ClientSettings settings) {}

  /**
   * Whom requests go to, and whom to believe.
   *
   * @param addresses of the replicas
   * @param replies how many must say the same: f + 1 of a group
   */
  public record Asked(List<String> addresses, int replies) {
    public Asked {
      addresses = List.copyOf(addresses);
    }

    /** All members, and f + 1 of them. */
    public static Asked all(KeyRing ring) {
      var members = ring.membership().members();
      return new Asked(members.stream().map(Member::address).toList(), ring.quorum().weak());
    }
  }

  private static final int ENVELOPE = 512;

  private final ActorContext<Command> context;
  private final Parts parts;
  private final MessageSigner signer;
  private final MessageVerifier verifier;
  private final RequestBundler bundler;
  private final Rhythm rhythm;
  private final TreeMap<Long, Flight> flights = new TreeMap<>();
  private final IdentityHashMap<Unverified, Boolean> checked = new IdentityHashMap<>();
  private long lastNumber;
  private boolean gathering;

  /** A request that is not answered. */
  private static final class Flight {
    private final Bytes wire;
    private final List<RequestBundler.Ask> asks;
    private final ReplyCollector replies;
    private final Set<ReplicaId> refusedBy = new HashSet<>();
    private long sent;

    Flight(Bytes wire, List<RequestBundler.Ask> asks, ReplyCollector replies, long sent) {
      this.wire = wire;
      this.asks = asks;
      this.replies = replies;
      this.sent = sent;
    }

    boolean isAnsweredBy(List<Bytes> results) {
      return results.size() == asks.size();
    }
  }

  private BftClient(ActorContext<Command> context, Parts parts) {
    this.context = context;
    var ring = parts.ring();
    this.parts = parts;
    this.signer =
        new MessageSigner(
            new MessageCodec(ring.cluster(), ring.configuration()),
            parts.id().value(),
            parts.signer());
    this.verifier = new MessageVerifier(ring, Digest.ZERO);
    var settings = parts.settings();
    this.bundler = new RequestBundler(settings.bundles());
    this.rhythm = new Rhythm(settings.tick().toNanos(), settings.bundles().inFlight());
  }

  /** The actor takes {@link Submit} from its users and {@link Wire} from the network. */
  public static Behavior<Object> create(Parts parts) {
    Behavior<Command> behavior =
        Behaviors.setup(
            context ->
                Behaviors.withTimers(
                    timers -> {
                      timers.startTimerWithFixedDelay(Tick.NOW, parts.settings().tick());
                      ActorRef<Object> self = context.getSelf().unsafeUpcast();
                      parts.transport().listen(Transport.Lane.REPLIES, self.narrow());
                      return new BftClient(context, parts).serving();
                    }));
    return Behaviors.transformMessages(
            Object.class,
            behavior,
            builder ->
                builder.match(Wire.class, Received::new).match(Command.class, command -> command))
        .narrow();
  }

  private Behavior<Command> serving() {
    return Behaviors.receive(Command.class)
        .onMessage(Submit.class, this::onSubmit)
        .onMessage(Received.class, this::onReceived)
        .onMessage(Gathered.class, this::onGathered)
        .onMessage(Tick.class, this::onTick)
        .build();
  }

  private Behavior<Command> onSubmit(Submit submit) {
    if (submit.operation().length() + ENVELOPE > parts.mostOctets()) {
      fail(submit.replyTo(), new NotExecuted("the operation is too large", Duration.ZERO));
    } else if (bundler.waiting() >= parts.settings().mostWaiting()) {
      fail(submit.replyTo(), new NotExecuted("too many asks wait already", Duration.ofMillis(50)));
    } else {
      long deadline = parts.clock().nanos() + parts.settings().timeout().toNanos();
      bundler.add(
          new RequestBundler.Ask(submit.operation(), new Waiter(submit.replyTo(), deadline)));
      gather();
    }
    return Behaviors.same();
  }

  /** Lets asks that come together travel together: what is in the mailbox already comes first. */
  private void gather() {
    if (!gathering) {
      gathering = true;
      context.getSelf().tell(Gathered.NOW);
    }
  }

  private Behavior<Command> onGathered(Gathered now) {
    gathering = false;
    sendNext();
    return Behaviors.same();
  }

  private Behavior<Command> onReceived(Received received) {
    checked.clear();
    verifier.open(received.wire().octets(), distrust -> {}).ifPresent(this::onOpened);
    gather();
    return Behaviors.same();
  }

  private void onOpened(Unverified octets) {
    MessageCodec.read(octets)
        .match(
            message -> {
              if (message instanceof Message.Reply reply) {
                onReply(octets, reply);
              } else if (message instanceof Message.Refusal refusal) {
                onRefusal(octets, refusal);
              }
            },
            error -> {});
  }

  private void onReply(Unverified octets, Message.Reply reply) {
    var at = reply.sequence();
    for (var answer : reply.answers()) {
      var claim = Claim.ofResults(at, answer.results(), octets);
      onClaim(reply.replica(), answer.request(), claim);
    }
    for (var answer : reply.digests()) {
      var claim = Claim.ofDigest(at, answer.results(), octets);
      onClaim(reply.replica(), answer.request(), claim);
    }
  }

  private void onClaim(ReplicaId replica, RequestId request, Claim claim) {
    var flight = flightOf(request);
    if (flight == null || claim.results().stream().anyMatch(all -> !flight.isAnsweredBy(all))) {
      return;
    }
    flight
        .replies
        .add(replica.value(), claim, this::isSigned)
        .ifPresent(
            agreed -> {
              flights.remove(request.number());
              rhythm.answered(parts.clock().nanos() - flight.sent);
              answer(flight, agreed.sequence(), agreed.results().orElseThrow());
            });
  }

  private void answer(Flight flight, SequenceNumber at, List<Bytes> results) {
    for (int i = 0; i < flight.asks.size(); i++) {
      var reply = new Reply(at, results.get(i));
      flight.asks.get(i).waiter().replyTo().tell(StatusReply.success(reply));
    }
  }

  /** One replica's refusal proves nothing; its first one makes the next attempt wait. */
  private void onRefusal(Unverified octets, Message.Refusal refusal) {
    var flight = flightOf(refusal.request());
    if (flight != null && isSigned(octets) && flight.refusedBy.add(refusal.replica())) {
      flight.sent = parts.clock().nanos();
    }
  }

  private Behavior<Command> onTick(Tick tick) {
    long now = parts.clock().nanos();
    for (var late : bundler.expired(now)) {
      fail(
          late.waiter().replyTo(),
          new NotExecuted("it waited too long to be sent", Duration.ofMillis(100)));
    }
    flights
        .values()
        .removeIf(
            flight -> {
              boolean late = flight.asks.get(0).waiter().deadline() <= now;
              if (late) {
                flight.asks.forEach(
                    ask ->
                        fail(
                            ask.waiter().replyTo(),
                            new Indeterminate("no quorum answered in time")));
              } else if (now - flight.sent > parts.settings().retransmit().toNanos()) {
                send(flight, now);
              }
              return late;
            });
    sendNext();
    return Behaviors.same();
  }

  private void sendNext() {
    for (var asks = nextAsks(); !asks.isEmpty(); asks = nextAsks()) {
      long number = ++lastNumber;
      var operations = asks.stream().map(RequestBundler.Ask::operation).toList();
      var id = new RequestId(parts.id(), parts.session(), number);
      var request = signer.sign(Canonical.request(id, parts.replyTo(), operations));
      var collector = new ReplyCollector(parts.asked().replies());
      var flight = new Flight(request.wire(), asks, collector, 0);
      flights.put(number, flight);
      send(flight, parts.clock().nanos());
      rhythm.sent(flight.sent);
    }
  }

  private List<RequestBundler.Ask> nextAsks() {
    return bundler.next(flights.size(), rhythm.isDue(parts.clock().nanos()));
  }

  private void send(Flight flight, long now) {
    flight.sent = now;
    for (var address : parts.asked().addresses()) {
      parts.transport().toReplica(address, Transport.Lane.REQUESTS, flight.wire);
    }
  }

  private Flight flightOf(RequestId id) {
    boolean ours = id.client().equals(parts.id()) && id.session() == parts.session();
    return ours ? flights.get(id.number()) : null;
  }

  private boolean isSigned(Unverified octets) {
    return checked.computeIfAbsent(octets, verifier::isSigned);
  }

  private static void fail(ActorRef<StatusReply<Reply>> replyTo, RequestFailed why) {
    replyTo.tell(StatusReply.error(why));
  }
}
