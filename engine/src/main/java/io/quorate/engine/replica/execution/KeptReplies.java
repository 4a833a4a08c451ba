package io.quorate.engine.replica.execution;

import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.ClientRecord.Reply;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.replica.limit.ReplicaBounds;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The latest replies, to be given again to clients that did not get them: bounded in bytes for each
 * client and in all, the oldest go first. Deterministic, for it is part of the agreed state.
 */
public final class KeptReplies {

  /** Bytes that a reply takes beside its results, rounded up. */
  private static final int EACH_REPLY = 256;

  /** Bytes that a result takes beside its own, rounded up. */
  private static final int EACH_RESULT = 48;

  private final long perClient;
  private final long total;
  private final Consumer<ClientId> changed;

  @Bounded(by = ReplicaBounds.REPLIES)
  private final TreeMap<Long, Kept> byAge = new TreeMap<>();

  @Bounded(by = ReplicaBounds.REPLIES)
  private final Map<RequestId, Kept> byRequest = new HashMap<>();

  @Bounded(by = ReplicaBounds.REPLIES)
  private final Map<ClientId, OfClient> byClient = new HashMap<>();

  private long nextAge;
  private long bytes;

  private record Kept(RequestId request, Reply reply, long bytes) {}

  private static final class OfClient {
    @Bounded(by = ReplicaBounds.REPLIES)
    private final ArrayDeque<Kept> oldestFirst = new ArrayDeque<>();

    private long bytes;
  }

  /**
   * @param perClient bytes kept of one client's
   * @param total bytes kept of all
   * @param changed told when a client's replies are not what they were
   */
  public KeptReplies(long perClient, long total, Consumer<ClientId> changed) {
    this.perClient = perClient;
    this.total = total;
    this.changed = changed;
  }

  Optional<Reply> get(RequestId request) {
    return Optional.ofNullable(byRequest.get(request)).map(Kept::reply);
  }

  /** Keeps a reply, if a client may have one that large. */
  public void put(RequestId request, SequenceNumber at, List<Bytes> results) {
    var owned = results.stream().map(Bytes::owned).toList();
    var reply = new Reply(nextAge++, request.session(), request.number(), at, owned);
    var kept = new Kept(request, reply, weigh(owned));
    if (kept.bytes() > perClient) {
      return;
    }
    keep(kept);
    var client = byClient.get(request.client());
    while (client.bytes > perClient) {
      drop(client.oldestFirst.peekFirst());
    }
    while (bytes > total) {
      drop(byAge.firstEntry().getValue());
    }
  }

  private void keep(Kept kept) {
    var id = kept.request().client();
    var client = byClient.computeIfAbsent(id, each -> new OfClient());
    client.oldestFirst.addLast(kept);
    client.bytes += kept.bytes();
    bytes += kept.bytes();
    byAge.put(kept.reply().age(), kept);
    byRequest.put(kept.request(), kept);
    changed.accept(id);
  }

  /** Of its client the oldest one, too. */
  private void drop(Kept kept) {
    var id = kept.request().client();
    var client = byClient.get(id);
    client.oldestFirst.removeFirst();
    client.bytes -= kept.bytes();
    if (client.oldestFirst.isEmpty()) {
      byClient.remove(id);
    }
    bytes -= kept.bytes();
    byAge.remove(kept.reply().age());
    byRequest.remove(kept.request());
    changed.accept(id);
  }

  /** A client's, the oldest first. */
  List<Reply> of(ClientId client) {
    var found = byClient.get(client);
    return found == null ? List.of() : found.oldestFirst.stream().map(Kept::reply).toList();
  }

  public long bytes() {
    return bytes;
  }

  long nextAge() {
    return nextAge;
  }

  /** Replaces everything by what {@link #restore} brings. */
  void clear(long age) {
    byAge.clear();
    byRequest.clear();
    byClient.clear();
    bytes = 0;
    nextAge = age;
  }

  /** Takes a client's replies back, the oldest first. */
  void restore(ClientId client, List<Reply> replies) {
    for (var reply : replies) {
      var request = new RequestId(client, reply.session(), reply.number());
      keep(new Kept(request, reply, weigh(reply.results())));
    }
  }

  private static long weigh(List<Bytes> results) {
    long sum = EACH_REPLY;
    for (var result : results) {
      sum += EACH_RESULT + result.length();
    }
    return sum;
  }
}
