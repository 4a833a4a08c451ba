package io.quorate.engine.replica;

import io.quorate.engine.crypto.MessageSigner;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Batch;
import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.message.Message.Refusal;
import io.quorate.engine.model.message.Message.Refusal.Reason;
import io.quorate.engine.model.message.Message.Request;
import io.quorate.engine.replica.ingress.Rejections;
import io.quorate.engine.replica.limit.ReplicaBounds;
import io.quorate.engine.replica.link.PeerLinks;
import io.quorate.engine.spi.EngineMetrics;
import io.quorate.engine.spi.Meter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Which verified requests come in, bounded by weight for each client and in total.
 *
 * <pre>
 *   admitting ──total reached──▶ full ──room again──▶ admitting
 * </pre>
 *
 * <p>What is refused is refused aloud, with a hint when to try again. A request that may have been
 * executed already goes to the executor, which knows and repeats the reply. What does not come in
 * is shown to the replica all the same: another primary may have had room for it, and then a slot
 * waits for it here.
 */
public final class RequestPool {

  /** What it is told. */
  public sealed interface Command permits Admit, Fresh, Executed, Restored {}

  /** From the verifier. */
  record Admit(List<Verified<Request>> requests) implements Command {}

  /** From the executor: this one was not executed, whatever its number suggested. */
  record Fresh(Verified<Request> request) implements Command {}

  /** From the replica: these are decided and handed to execution. */
  record Executed(Batch batch) implements Command {}

  /** From the replica: a state is in force, from disk or from peers, and these are in it. */
  record Restored(Predicate<RequestId> inState) implements Command {}

  /**
   * How much may wait.
   *
   * @param perClient what one client's requests may weigh
   * @param total what all may weigh; the last one may exceed it
   * @param requestBytes of one request
   * @param operations of one request
   */
  public record Limits(long perClient, long total, int requestBytes, int operations) {

    private static final int RESERVED = 4;

    /** A quarter is for clients of which nothing waits, or who asks much would starve them. */
    long totalFor(long ofClient) {
      return ofClient == 0 ? total : total - total / RESERVED;
    }
  }

  /** What the pool is made of. */
  record Parts(
      Limits limits,
      MessageSigner signer,
      ActorRef<Replica.Command> replica,
      ActorRef<Executor.Command> executor,
      ActorRef<PeerLinks.Command> links,
      Rejections rejections,
      Meter meter) {}

  private static final long RETRY_MILLIS = 50;

  /** No fewer than the requests that the core remembers, so that none is ignored there unheard. */
  static final int REMEMBERED_SESSIONS = 8_192;

  private final Parts parts;
  private final ActorContext<Command> context;

  @Bounded(by = ReplicaBounds.POOL)
  private final Map<RequestId, Map<Digest, Integer>> waiting = new HashMap<>();

  @Bounded(by = ReplicaBounds.POOL)
  private final Map<ClientId, Long> octetsOf = new HashMap<>();

  @Bounded(by = ReplicaBounds.SESSIONS)
  private final Map<Session, Long> highestExecuted =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Session, Long> eldest) {
          return size() > REMEMBERED_SESSIONS;
        }
      };

  private Predicate<RequestId> inState = id -> false;
  private long octets;
  private final Meter.Gauge weight;
  private final Meter.Distribution operations;
  private final Meter.Distribution sizes;

  private record Session(ClientId client, long number) {}

  private RequestPool(ActorContext<Command> context, Parts parts) {
    this.context = context;
    this.parts = parts;
    this.weight = parts.meter().gauge(EngineMetrics.POOL);
    this.operations = parts.meter().distribution(EngineMetrics.BUNDLE_OPERATIONS);
    this.sizes = parts.meter().distribution(EngineMetrics.REQUEST_BYTES);
  }

  static Behavior<Command> create(Parts parts) {
    return Behaviors.setup(context -> new RequestPool(context, parts).admitting());
  }

  private Behavior<Command> admitting() {
    return Behaviors.receive(Command.class)
        .onMessage(Admit.class, this::onAdmit)
        .onMessage(Fresh.class, this::onFresh)
        .onMessage(Executed.class, this::onExecuted)
        .onMessage(Restored.class, this::onRestored)
        .build();
  }

  private Behavior<Command> full() {
    return Behaviors.receive(Command.class)
        .onMessage(Admit.class, this::onAdmitWhenFull)
        .onMessage(Fresh.class, this::onFreshWhenFull)
        .onMessage(Executed.class, this::onExecuted)
        .onMessage(Restored.class, this::onRestored)
        .build();
  }

  private Behavior<Command> onAdmit(Admit command) {
    var admitted = new ArrayList<Verified<Request>>(command.requests().size());
    for (var request : command.requests()) {
      if (isForTheExecutor(request.message())) {
        turnAway(request);
      } else if (admit(request)) {
        admitted.add(request);
      }
    }
    handOn(admitted);
    return next();
  }

  private Behavior<Command> onFresh(Fresh fresh) {
    if (admit(fresh.request())) {
      handOn(List.of(fresh.request()));
    }
    return next();
  }

  private Behavior<Command> onAdmitWhenFull(Admit command) {
    for (var request : command.requests()) {
      if (isForTheExecutor(request.message())) {
        turnAway(request);
      } else {
        admitWhenFull(request);
      }
    }
    return Behaviors.same();
  }

  private Behavior<Command> onFreshWhenFull(Fresh fresh) {
    admitWhenFull(fresh.request());
    return Behaviors.same();
  }

  private void admitWhenFull(Verified<Request> request) {
    if (isHere(request.message())) {
      handOn(List.of(request));
    } else {
      refuse(request, Reason.OVERLOADED, RETRY_MILLIS);
    }
  }

  private Behavior<Command> onExecuted(Executed command) {
    for (var reference : command.batch().requests()) {
      var id = reference.id();
      remember(new Session(id.client(), id.session()), id.number());
      release(id);
    }
    return next();
  }

  private Behavior<Command> onRestored(Restored command) {
    inState = command.inState();
    waiting.keySet().stream().filter(inState).toList().forEach(this::release);
    return next();
  }

  /** The session served last is forgotten last. */
  private void remember(Session session, long number) {
    var highest = highestExecuted.remove(session);
    highestExecuted.put(session, highest == null ? number : Math.max(highest, number));
  }

  private void release(RequestId id) {
    var sizes = waiting.remove(id);
    if (sizes != null) {
      long size = sizes.values().stream().mapToLong(Integer::longValue).sum();
      octets -= size;
      octetsOf.computeIfPresent(id.client(), (client, sum) -> sum > size ? sum - size : null);
    }
  }

  private Behavior<Command> next() {
    weight.set(octets);
    return octets >= parts.limits().total() ? full() : admitting();
  }

  private void turnAway(Verified<Request> request) {
    parts.executor().tell(new Executor.Resend(request, context.getSelf()));
    parts.replica().tell(new Replica.TurnedAway(request));
  }

  private boolean admit(Verified<Request> request) {
    var message = request.message();
    if (isHere(message)) {
      return true;
    }
    var limits = parts.limits();
    if (request.wire().length() > limits.requestBytes()
        || message.operations().size() > limits.operations()) {
      refuse(request, Reason.TOO_LARGE, 0);
      return false;
    }
    int size = message.reference().weight();
    long ofClient = octetsOf.getOrDefault(message.id().client(), 0L);
    if (octets >= limits.totalFor(ofClient) || ofClient + size > limits.perClient()) {
      refuse(request, Reason.OVERLOADED, RETRY_MILLIS);
      return false;
    }
    hold(message, size);
    octetsOf.put(message.id().client(), ofClient + size);
    octets += size;
    operations.record(message.operations().size());
    sizes.record(request.wire().length());
    return true;
  }

  private boolean isHere(Request request) {
    return waiting.getOrDefault(request.id(), Map.of()).containsKey(request.digest());
  }

  /** A client may sign several requests under one name: each takes its room. */
  private void hold(Request request, int size) {
    var others = waiting.putIfAbsent(request.id(), Map.of(request.digest(), size));
    if (others != null) {
      var all = new HashMap<>(others);
      all.put(request.digest(), size);
      waiting.put(request.id(), all);
    }
  }

  private void handOn(List<Verified<Request>> admitted) {
    if (!admitted.isEmpty()) {
      parts.replica().tell(new Replica.Admitted(admitted));
    }
  }

  /** The executor knows: whether it was executed, or how far this replica is. */
  private boolean isForTheExecutor(Request request) {
    return request.onlyAsks() || mayBeExecuted(request.id());
  }

  private boolean mayBeExecuted(RequestId id) {
    var highest = highestExecuted.get(new Session(id.client(), id.session()));
    return (highest != null && id.number() <= highest) || inState.test(id);
  }

  private void refuse(Verified<Request> request, Reason reason, long retryMillis) {
    parts.rejections().reject("Request" + reason, request.message().id());
    var self = new ReplicaId(Math.toIntExact(parts.signer().id()));
    var refusal =
        parts
            .signer()
            .sign(
                new Refusal(
                    self, SequenceNumber.ZERO, request.message().id(), reason, retryMillis));
    parts.links().tell(new PeerLinks.Answer(request.message().replyTo(), refusal.wire()));
    if (reason == Reason.OVERLOADED) {
      parts.replica().tell(new Replica.TurnedAway(request));
    }
  }
}
