package io.quorate.engine.core.request;

import io.quorate.engine.core.effect.CoreBounds;
import io.quorate.engine.core.health.ByteTime;
import io.quorate.engine.core.health.RequestWaitSample;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Batch;
import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.RequestReference;
import io.quorate.engine.model.message.Message.Request;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The verified requests that this replica holds: which wait for an order, and since when. Clients
 * take turns, so none can crowd out another. What may enter, in bytes, is the request pool's
 * decision.
 */
public final class Requests {

  public static final int REMEMBERED = 8_192;

  private static final long NEVER = Long.MIN_VALUE / 2;

  /** So many of the oldest are looked at for who was overtaken. */
  private static final int LOOKED_AT = 1_024;

  /**
   * @param servedBefore what its client's requests weighed that were executed before it came
   */
  private record Held(
      Verified<Request> request, RequestReference reference, long since, long servedBefore) {}

  /** What one client's executed requests weighed together, and when the last was executed. */
  private static final class Service {
    private long bytes;
    private long at;
  }

  @Bounded(by = CoreBounds.WINDOW)
  private final Map<Digest, Held> held = new HashMap<>();

  @Bounded(by = CoreBounds.POOL)
  private final TreeMap<ClientId, LinkedHashSet<Digest>> queues = new TreeMap<>();

  @Bounded(by = CoreBounds.POOL)
  private final HashMap<Digest, Held> unordered = new HashMap<>();

  @Bounded(by = CoreBounds.POOL)
  private final LinkedHashMap<RequestId, Held> pending = new LinkedHashMap<>();

  @Bounded(by = CoreBounds.EXECUTED)
  private final LinkedHashSet<RequestId> executed = new LinkedHashSet<>();

  @Bounded(by = CoreBounds.WINDOW)
  private final LinkedHashSet<Digest> orphans = new LinkedHashSet<>();

  @Bounded(by = CoreBounds.POOL)
  private final Set<RequestId> shown = new HashSet<>();

  @Bounded(by = CoreBounds.WINDOW)
  private final Map<ClientId, Service> services = new HashMap<>();

  private final ByteTime byteTime;
  private final RequestWaitSample sample;
  private int unorderedOperations;
  private long unorderedBytes;
  private long pendingBytes;
  private long latestServed = NEVER;
  private long now;
  private ClientId lastServed = new ClientId(0);

  public Requests(ByteTime byteTime) {
    this.byteTime = byteTime;
    this.sample = new RequestWaitSample(byteTime);
  }

  /** The shell's monotonic clock, for all that follows. */
  public void at(long nanos) {
    now = nanos;
  }

  long now() {
    return now;
  }

  /**
   * Takes a request in that is to be ordered.
   *
   * @return false when it was here already, its number was executed lately, or another request with
   *     its name waits
   */
  public boolean add(Verified<Request> request) {
    var entry = entry(request);
    var id = entry.reference().id();
    var digest = entry.reference().digest();
    if (executed.contains(id) || held.containsKey(digest) || pending.containsKey(id)) {
      return false;
    }
    held.put(digest, entry);
    pending.put(id, entry);
    pendingBytes += entry.reference().size();
    sample.came(id, now);
    enqueue(digest, entry);
    return true;
  }

  /** Keeps a request because a batch refers to it, whatever became of its name. */
  public void hold(Verified<Request> request) {
    var entry = entry(request);
    held.putIfAbsent(entry.reference().digest(), entry);
  }

  /**
   * A request of a batch that this replica promised in a former life. It is kept even if another of
   * its client's with the same name waits: this may be the only place that has it.
   */
  public void recall(Verified<Request> request) {
    if (!add(request)) {
      hold(request);
    }
  }

  public Optional<Verified<Request>> get(Digest digest) {
    return Optional.ofNullable(held.get(digest)).map(Held::request);
  }

  /** All requests of the batch, in its order; empty while one is missing. */
  public Optional<List<Verified<Request>>> gather(Batch batch) {
    var requests = new ArrayList<Verified<Request>>(batch.requests().size());
    for (var reference : batch.requests()) {
      var entry = held.get(reference.digest());
      if (entry == null || !entry.reference().equals(reference)) {
        return Optional.empty();
      }
      requests.add(entry.request());
    }
    return Optional.of(requests);
  }

  public Collection<Digest> missing(Batch batch) {
    var missing = new LinkedHashSet<Digest>();
    for (var reference : batch.requests()) {
      if (!held.containsKey(reference.digest())) {
        missing.add(reference.digest());
      }
    }
    return missing;
  }

  /** Operations that no batch of this view refers to yet. */
  public int unorderedOperations() {
    return unorderedOperations;
  }

  /** Bytes of the payloads of their requests. */
  public long unorderedBytes() {
    return unorderedBytes;
  }

  /** Nanoseconds that a group may take for the payloads of all that is not executed. */
  long allowedForPending() {
    return byteTime.of(pendingBytes);
  }

  /** When the oldest request that is not executed came. */
  public OptionalLong oldestPending() {
    var first = pending.values().iterator();
    return first.hasNext() ? OptionalLong.of(first.next().since()) : OptionalLong.empty();
  }

  /**
   * Since when a request waits that should have been executed: the longest such wait of the oldest
   * ones. The primary may have had no room for it while others of its client's filled their share
   * there. So once the client was served more than a share since it came, it counts from when the
   * client was served last.
   *
   * @param share what one client's requests may weigh in a pool
   */
  OptionalLong passedOverSince(long share) {
    return pending.values().stream()
        .limit(LOOKED_AT)
        .mapToLong(
            each -> {
              var service = services.get(each.reference().id().client());
              boolean isShared = service != null && service.bytes - each.servedBefore() > share;
              return isShared ? Math.max(each.since(), service.at) : each.since();
            })
        .min();
  }

  /** What a request that was drawn as it came has waited for, if it is executed; told once. */
  public Optional<RequestWaitSample.Wait> sampledWait() {
    return sample.take();
  }

  /** The request whose wait is looked at, once, if it waited for so long or is urgent. */
  Optional<Verified<Request>> handOnSample(long waited) {
    return sample.handOn(waited, now).map(pending::get).map(Held::request);
  }

  /**
   * Requests that wait though others that came so much later are executed, of the oldest ones, each
   * once in a view.
   *
   * @param most octets, but for the first of them
   */
  List<Verified<Request>> overtaken(long margin, int most) {
    var late =
        pending.values().stream()
            .limit(LOOKED_AT)
            .takeWhile(entry -> entry.since() <= latestServed - margin)
            .filter(entry -> !shown.contains(entry.reference().id()))
            .map(Held::request);
    var found = new ArrayList<Verified<Request>>();
    long octets = 0;
    for (var request : (Iterable<Verified<Request>>) late::iterator) {
      octets += request.wire().length();
      if (octets > most && !found.isEmpty()) {
        break;
      }
      shown.add(request.message().id());
      found.add(request);
    }
    return found;
  }

  /** Requests not executed since before {@code then}, oldest first, at most {@code most}. */
  List<Verified<Request>> pendingSinceBefore(long then, int most) {
    return pending.values().stream()
        .takeWhile(entry -> entry.since() < then)
        .limit(most)
        .map(Held::request)
        .toList();
  }

  /**
   * The next requests to order, clients in turn: one, whatever it is, or as many as fit.
   *
   * @param room what the first may weigh, too; if it weighs more, nothing is taken
   */
  public List<RequestReference> take(int mostOperations, long mostBytes, long room) {
    var taken = new ArrayList<RequestReference>();
    int operations = 0;
    long bytes = 0;
    while (!queues.isEmpty()) {
      var client = nextClient();
      var entry = unordered.get(queues.get(client).iterator().next());
      operations += entry.reference().operations();
      bytes += entry.reference().weight();
      boolean fits = operations <= mostOperations && bytes <= mostBytes;
      if (bytes > room || (!fits && !taken.isEmpty())) {
        break;
      }
      taken.add(entry.reference());
      order(entry.reference().digest());
      lastServed = client;
    }
    return taken;
  }

  /** A batch of the current view refers to these. */
  public void ordered(Batch batch) {
    for (var reference : batch.requests()) {
      order(reference.digest());
      sample.ordered(reference.id(), now);
    }
  }

  /** These are executed: nobody waits for them. */
  public void executed(Batch batch) {
    byteTime.executed(batch.requests().stream().mapToLong(RequestReference::size).sum());
    for (var reference : batch.requests()) {
      settle(reference.id());
      order(reference.digest());
      var service = services.computeIfAbsent(reference.id().client(), client -> new Service());
      service.bytes += reference.weight();
      service.at = now;
    }
  }

  /** State was installed that holds the outcome of some pending requests. */
  public void executed(Predicate<RequestId> inState) {
    sample.forget();
    pending.keySet().stream().filter(inState).toList().forEach(this::settle);
  }

  /** A new view began: what is not executed and not in its plan waits for an order again. */
  public void orderAgain() {
    sample.forget();
    shown.clear();
    latestServed = NEVER;
    for (var entry : pending.entrySet()) {
      var digest = entry.getValue().reference().digest();
      if (!unordered.containsKey(digest)) {
        enqueue(digest, entry.getValue());
      }
    }
  }

  /**
   * Forgets requests that nobody needs any more.
   *
   * @param unreferenced requests of batches that are gone
   * @param referenced requests of batches that may still be executed: they stay, or a batch that
   *     repeats an old request could be executed by nobody
   * @return what was forgotten
   */
  public List<Digest> release(Collection<Digest> unreferenced, Set<Digest> referenced) {
    orphans.addAll(unreferenced);
    var released = new ArrayList<Digest>();
    for (var digest : orphans) {
      var entry = held.get(digest);
      if (entry != null && !referenced.contains(digest) && !isPending(entry)) {
        held.remove(digest);
        released.add(digest);
      }
    }
    orphans.clear();
    return released;
  }

  private boolean isPending(Held entry) {
    return entry.equals(pending.get(entry.reference().id()));
  }

  private Held entry(Verified<Request> request) {
    var service = services.get(request.message().id().client());
    return new Held(
        request, request.message().reference(), now, service == null ? 0 : service.bytes);
  }

  /** Another request with the same name, which its client signed too, waits no longer either. */
  private void settle(RequestId id) {
    var entry = pending.remove(id);
    if (entry != null) {
      pendingBytes -= entry.reference().size();
      order(entry.reference().digest());
      orphans.add(entry.reference().digest());
      shown.remove(id);
      latestServed = Math.max(latestServed, entry.since());
    }
    sample.executed(id, now);
    executed.add(id);
    if (executed.size() > REMEMBERED) {
      var oldest = executed.iterator();
      oldest.next();
      oldest.remove();
    }
  }

  private void enqueue(Digest digest, Held entry) {
    unordered.put(digest, entry);
    unorderedOperations += entry.reference().operations();
    unorderedBytes += entry.reference().size();
    queues
        .computeIfAbsent(entry.reference().id().client(), client -> new LinkedHashSet<>())
        .add(digest);
  }

  private void order(Digest digest) {
    var entry = unordered.remove(digest);
    if (entry != null) {
      unorderedOperations -= entry.reference().operations();
      unorderedBytes -= entry.reference().size();
      dequeue(entry.reference().id().client(), digest);
    }
  }

  private ClientId nextClient() {
    var client = queues.higherKey(lastServed);
    return client != null ? client : queues.firstKey();
  }

  private void dequeue(ClientId client, Digest digest) {
    var queue = queues.get(client);
    queue.remove(digest);
    if (queue.isEmpty()) {
      queues.remove(client);
    }
  }
}
