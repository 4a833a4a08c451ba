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
import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Limits;
import io.quorate.engine.model.Member;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.spi.Clock;
import io.quorate.engine.spi.InboundFrame;
import io.quorate.engine.spi.Transport;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
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

  private record Received(InboundFrame frame) implements Command {}

  private enum Tick implements Command {
    NOW
  }

  /** All that had come together with the first ask has been taken in. */
  private enum Gathered implements Command {
    NOW
  }

  /** Who asks whom, and by what means. */
  public record Parts(
      Self self,
      KeyRing ring,
      RequestTargets asked,
      Limits limits,
      World world,
      ClientSettings settings) {}

  /**
   * Who asks.
   *
   * @param session a number that no earlier run of this client had
   * @param replyTo the name under which the replicas' transports know this client
   */
  public record Self(ClientId id, Signer signer, long session, String replyTo) {}

  /**
   * What a client knows of the world: ports, so that a simulation owns them.
   *
   * @param chance draws waits, and the numbers of sessions after the first
   */
  public record World(Transport transport, Clock clock, RandomGenerator chance) {}

  /**
   * Whom requests go to, and whom to believe.
   *
   * @param replicas with their addresses until they announce others
   * @param replies how many must say the same: f + 1 of a group
   */
  public record RequestTargets(List<Member> replicas, int replies) {
    public RequestTargets {
      replicas = List.copyOf(replicas);
    }

    /** All members, and f + 1 of them. */
    public static RequestTargets all(KeyRing ring) {
      return new RequestTargets(ring.configuration().members(), ring.quorum().weak());
    }
  }

  private static final int ENVELOPE = 512;

  private final ActorContext<Command> context;
  private final Parts parts;
  private final MessageSigner signer;
  private final MessageVerifier verifier;
  private final RequestBundler bundler;
  private final AnswerForecast forecast;
  private final SendPacing pacing;
  private final Backoff backoff;
  private final ClientSession session;
  private final ReplicaAddresses addresses;
  private InFlightRequest question;

  @Bounded(by = ClientBuffers.IN_FLIGHT)
  private final TreeMap<Long, InFlightRequest> inFlight = new TreeMap<>();

  @Bounded(by = ClientBuffers.IN_FLIGHT)
  private final IdentityHashMap<Unverified, Boolean> checked = new IdentityHashMap<>();

  private long lastNumber;
  private boolean gathering;

  private BftClient(ActorContext<Command> context, Parts parts) {
    this.context = context;
    var ring = parts.ring();
    this.parts = parts;
    this.signer =
        new MessageSigner(
            new MessageCodec(ring.cluster(), ring.configuration().id()),
            parts.self().id().value(),
            parts.self().signer());
    this.verifier = new MessageVerifier(ring, Digest.ZERO);
    var settings = parts.settings();
    var limits = parts.limits();
    this.bundler =
        new RequestBundler(
            settings.bundles().within(limits.batchOperations(), limits.requestBytes() - ENVELOPE));
    this.forecast = new AnswerForecast(limits.requestResultBytes());
    this.pacing = new SendPacing(settings.tick().toNanos(), settings.bundles().inFlight());
    this.backoff = settings.backoff(parts.world().chance());
    this.addresses =
        new ReplicaAddresses(
            parts.asked().replicas(), settings.retransmission().first().toNanos(), now());
    int weak = parts.asked().replies();
    this.session =
        new ClientSession(parts.self().session(), weak, parts.asked().replicas().size() - weak + 1);
  }

  /** The actor takes {@link Submit} from its users and {@link InboundFrame} from the network. */
  public static Behavior<Object> create(Parts parts) {
    Behavior<Command> behavior =
        Behaviors.setup(
            context ->
                Behaviors.withTimers(
                    timers -> {
                      timers.startTimerWithFixedDelay(Tick.NOW, parts.settings().tick());
                      ActorRef<Object> self = context.getSelf().unsafeUpcast();
                      parts.world().transport().listen(Transport.Lane.REPLIES, self.narrow());
                      return new BftClient(context, parts).serving();
                    }));
    return Behaviors.transformMessages(
            Object.class,
            behavior,
            builder ->
                builder
                    .match(InboundFrame.class, Received::new)
                    .match(Command.class, command -> command))
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
    if (isTooLarge(submit.operation())) {
      fail(submit.replyTo(), RequestFailed.tooLarge());
    } else if (!bundler.hasRoom(submit.operation(), parts.settings().waiting())) {
      fail(submit.replyTo(), new NotExecuted("too many asks wait already", Duration.ofMillis(50)));
    } else {
      long deadline = now() + parts.settings().timeout().toNanos();
      bundler.add(
          new RequestBundler.Ask(submit.operation(), new PendingAsk(submit.replyTo(), deadline)));
      gather();
    }
    return Behaviors.same();
  }

  private boolean isTooLarge(Bytes operation) {
    var limits = parts.limits();
    return operation.length() > limits.operationBytes()
        || operation.length() + ENVELOPE > limits.requestBytes();
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
    verifier.open(received.frame().octets(), failure -> {}).ifPresent(this::onOpened);
    received.frame().done(0);
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
              } else if (message instanceof Message.Announcement announcement) {
                onAnnouncement(octets, announcement);
              }
            },
            error -> {});
  }

  private void onReply(Unverified octets, Message.Reply reply) {
    var at = reply.sequence();
    for (var answer : reply.answers()) {
      var claimed = ClaimedResults.ofResults(at, answer.results(), octets);
      onClaim(reply.replica(), answer.request(), claimed);
    }
    for (var answer : reply.digests()) {
      var claimed = ClaimedResults.ofDigest(at, answer.results(), octets);
      onClaim(reply.replica(), answer.request(), claimed);
    }
  }

  private void onClaim(ReplicaId replica, RequestId request, ClaimedResults claimed) {
    var pending = inFlightRequest(request);
    if (pending != null) {
      pending
          .add(replica, claimed, this::isSigned)
          .ifPresent(
              agreed -> {
                inFlight.remove(request.number());
                pacing.answered(now() - pending.sent());
                answer(pending, agreed.sequence(), agreed.results().orElseThrow());
              });
    }
  }

  /** Operations without a result were not executed: they are asked for again. */
  private void answer(InFlightRequest pending, SequenceNumber at, List<Bytes> results) {
    int all = pending.asks().size();
    for (int i = pending.firstWaiting(); i < results.size(); i++) {
      var reply = new Reply(at, results.get(i));
      pending.asks().get(i).pendingAsk().replyTo().tell(StatusReply.success(reply));
    }
    forecast.answered(all, results);
    if (results.size() < all) {
      int from = Math.max(pending.firstWaiting(), results.size());
      bundler.addAgain(pending.asks().subList(from, all));
    }
  }

  private void onRefusal(Unverified octets, Message.Refusal refusal) {
    var pending = inFlightRequest(refusal.request());
    if (pending != null && isSigned(octets)) {
      pending.add(refusal, now(), backoff).ifPresent(why -> refused(pending, why));
    } else if (question != null
        && question.id().equals(refusal.request())
        && refusal.reason() == Message.Refusal.Reason.ASKED
        && isSigned(octets)) {
      session.told(refusal.replica(), refusal.executed());
    }
  }

  /** What is in flight is lost where the replica was, so it is sent to where it is. */
  private void onAnnouncement(Unverified octets, Message.Announcement announcement) {
    if (addresses.isNews(announcement)
        && isSigned(octets)
        && addresses.follow(announcement, now())) {
      inFlight.values().forEach(pending -> send(announcement.address(), pending));
      if (!session.isOpen()) {
        send(announcement.address(), question);
      }
    }
  }

  private void refused(InFlightRequest pending, RequestFailed why) {
    inFlight.remove(pending.id().number());
    failAll(pending.asks().subList(pending.firstWaiting(), pending.asks().size()), why);
    if (why instanceof Indeterminate && pending.id().session() == session.number()) {
      openSession();
    }
  }

  /** Asks how far the replicas are; until they say so, nothing else is asked. */
  private void openSession() {
    session.begin(parts.world().chance().nextLong() >>> 1);
    var id = nextId();
    var request =
        Canonical.request(id, Message.Request.NEVER, parts.self().replyTo(), List.of(Bytes.EMPTY));
    question =
        new InFlightRequest(id, signer.sign(request).wire(), List.of(), parts.asked().replies());
    send(question, now());
  }

  private RequestId nextId() {
    return new RequestId(parts.self().id(), session.number(), ++lastNumber);
  }

  private Behavior<Command> onTick(Tick tick) {
    long now = now();
    failAll(
        bundler.expired(now),
        new NotExecuted("it waited too long to be sent", Duration.ofMillis(100)));
    for (var open = this.inFlight.values().iterator(); open.hasNext(); ) {
      var pending = open.next();
      failAll(pending.expired(now), new Indeterminate("no quorum answered in time"));
      if (pending.hasNobodyWaiting()) {
        open.remove();
      } else if (pending.isDue(now)) {
        send(pending, now);
      }
    }
    if (!session.isOpen() && question.isDue(now)) {
      send(question, now);
    }
    sendNext();
    return Behaviors.same();
  }

  private void sendNext() {
    for (var asks = nextAsks(); !asks.isEmpty(); asks = nextAsks()) {
      var operations = asks.stream().map(RequestBundler.Ask::operation).toList();
      var id = nextId();
      var request =
          signer.sign(Canonical.request(id, session.since(), parts.self().replyTo(), operations));
      var pending = new InFlightRequest(id, request.wire(), asks, parts.asked().replies());
      inFlight.put(id.number(), pending);
      send(pending, now());
      pacing.sent(pending.sent());
    }
  }

  private List<RequestBundler.Ask> nextAsks() {
    if (!session.isOpen()) {
      return List.of();
    }
    long bytes = inFlight.values().stream().mapToLong(pending -> pending.wire().length()).sum();
    return bundler.next(inFlight.size(), bytes, pacing.isDue(now()), forecast.operations());
  }

  private void send(InFlightRequest pending, long now) {
    pending.sending(now, backoff);
    addresses.all().forEach(address -> send(address, pending));
  }

  private void send(String address, InFlightRequest pending) {
    parts.world().transport().toReplica(address, Transport.Lane.REQUESTS, pending.wire());
  }

  private InFlightRequest inFlightRequest(RequestId id) {
    var pending = inFlight.get(id.number());
    return pending != null && pending.id().equals(id) ? pending : null;
  }

  private boolean isSigned(Unverified octets) {
    return checked.computeIfAbsent(octets, verifier::isSigned);
  }

  private long now() {
    return parts.world().clock().nanos();
  }

  private static void failAll(List<RequestBundler.Ask> asks, RequestFailed why) {
    asks.forEach(ask -> fail(ask.pendingAsk().replyTo(), why));
  }

  private static void fail(ActorRef<StatusReply<Reply>> replyTo, RequestFailed why) {
    replyTo.tell(StatusReply.error(why));
  }
}
