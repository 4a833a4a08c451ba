package io.quorate.engine.replica.execution;

import io.quorate.engine.codec.ClientCodec;
import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.ClientRecord;
import io.quorate.engine.model.Limits;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.message.Message.Request;
import io.quorate.engine.replica.limit.ReplicaBounds;
import io.quorate.engine.spi.Chunk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Who was answered what: the reason why nothing is executed twice. Part of the agreed state, so all
 * its limits are the group's: so many sessions of a client, so many requests of a session, so many
 * bytes of replies ({@link KeptReplies}).
 *
 * <p>A client that begins one session too many loses the one that was used least lately, counted in
 * slots. A request of a session that is not known is executed only if the session is surely none of
 * the forgotten ones ({@link ForgottenSessions}).
 */
public final class ReplyCache {

  /** Fixed for ever: it decides what the chunks are. */
  private static final int GROUP_BITS = 8;

  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private final Limits limits;

  @Bounded(by = ReplicaBounds.RECORDS)
  private final TreeMap<ClientId, Client> clients = new TreeMap<>();

  private final KeptReplies replies;

  @Bounded(by = ReplicaBounds.RECORDS)
  private final List<Group> groups = new ArrayList<>();

  private static final class Client {
    @Bounded(by = ReplicaBounds.RECORDS)
    private final TreeMap<Long, Session> sessions = new TreeMap<>();

    private final ForgottenSessions forgotten = new ForgottenSessions();
  }

  /** Clients whose chunks are made together; empty when one of them changed. */
  private static final class Group {
    @Bounded(by = ReplicaBounds.RECORDS)
    private final TreeMap<ClientId, Client> members = new TreeMap<>();

    private Optional<List<Chunk>> chunks = Optional.of(List.of());
  }

  /** Whether a request may be executed, and if not, why. */
  public enum Standing {
    NEW,
    EXECUTED,
    /** It may have been executed: nobody knows any more. */
    EXPIRED,
    /** Its session begins after a slot that is still to come. */
    EARLY
  }

  ReplyCache(Limits limits) {
    this.limits = limits;
    this.replies = new KeptReplies(limits.clientReplyBytes(), limits.replyBytes(), this::changed);
    for (int i = 0; i < 1 << GROUP_BITS; i++) {
      groups.add(new Group());
    }
  }

  /**
   * @param at the slot that would execute it
   */
  Standing standing(Request request, SequenceNumber at) {
    if (!at.isAfter(request.since())) {
      return Standing.EARLY;
    }
    var id = request.id();
    var client = clients.get(id.client());
    if (client == null) {
      return Standing.NEW;
    }
    var session = client.sessions.get(id.session());
    if (session == null) {
      boolean late = client.forgotten.mayHave(id.session(), request.since());
      return late ? Standing.EXPIRED : Standing.NEW;
    }
    if (session.isExecuted(id.number())) {
      return Standing.EXECUTED;
    }
    return session.isTooOld(id.number()) ? Standing.EXPIRED : Standing.NEW;
  }

  /** The kept reply; empty when there is none, or none any more. */
  public Optional<ClientRecord.Reply> reply(RequestId id) {
    return replies.get(id);
  }

  /** Remembers what a request, which was {@link Standing#NEW}, came to. */
  void put(RequestId id, SequenceNumber at, List<Bytes> results) {
    var client = client(id.client());
    var session = client.sessions.get(id.session());
    if (session == null) {
      makeRoom(client);
      session = new Session(limits.requestsPerSession());
      client.sessions.put(id.session(), session);
    }
    session.execute(id.number(), at);
    changed(id.client());
    replies.put(id, at, results);
  }

  private Client client(ClientId id) {
    var found = clients.get(id);
    if (found == null) {
      found = new Client();
      clients.put(id, found);
      groupOf(id).members.put(id, found);
    }
    return found;
  }

  private void makeRoom(Client client) {
    while (client.sessions.size() >= limits.sessionsPerClient()) {
      var first = client.sessions.firstEntry();
      for (var each : client.sessions.entrySet()) {
        if (first.getValue().used().isAfter(each.getValue().used())) {
          first = each;
        }
      }
      long number = first.getKey(); // removing it may give this entry to another session
      client.forgotten.add(number, first.getValue().used());
      client.sessions.remove(number);
    }
  }

  /** Which requests were executed or are too old, as it is now; for other threads to keep. */
  public Predicate<RequestId> known() {
    var sessions = new HashMap<ClientId, Map<Long, Session>>();
    clients.forEach(
        (id, client) -> {
          var copies = new HashMap<Long, Session>();
          client.sessions.forEach((number, session) -> copies.put(number, new Session(session)));
          sessions.put(id, copies);
        });
    return id -> {
      var session = sessions.getOrDefault(id.client(), Map.of()).get(id.session());
      return session != null && (session.isExecuted(id.number()) || session.isTooOld(id.number()));
    };
  }

  /** All of it; chunks of clients that did not change are the same objects as last time. */
  List<Chunk> chunks() {
    var chunks = new ArrayList<Chunk>();
    groups.forEach(group -> chunks.addAll(chunksOf(group)));
    var head = new ClientCodec.Head(chunks.size(), replies.nextAge());
    chunks.add(Chunk.of(ClientCodec.encodeHead(head)));
    return chunks;
  }

  private List<Chunk> chunksOf(Group group) {
    if (group.chunks.isEmpty()) {
      group.chunks = Optional.of(encode(group));
    }
    return group.chunks.get();
  }

  /** A chunk ends behind the client with which it has as many bytes as a chunk should. */
  private List<Chunk> encode(Group group) {
    var chunks = new ArrayList<Chunk>();
    var records = new ArrayList<ClientRecord>();
    long bytes = 0;
    for (var member : group.members.entrySet()) {
      var record = record(member.getKey(), member.getValue());
      records.add(record);
      for (var reply : record.replies()) {
        bytes += reply.results().stream().mapToLong(Bytes::length).sum();
      }
      if (bytes >= limits.chunkBytes()) {
        chunks.add(Chunk.of(ClientCodec.encode(records)));
        records.clear();
        bytes = 0;
      }
    }
    if (!records.isEmpty()) {
      chunks.add(Chunk.of(ClientCodec.encode(records)));
    }
    return List.copyOf(chunks);
  }

  private ClientRecord record(ClientId id, Client client) {
    var sessions = new ArrayList<ClientRecord.Session>();
    client.sessions.forEach((number, session) -> sessions.add(session.record(number)));
    return new ClientRecord(id, client.forgotten.record(), sessions, replies.of(id));
  }

  /**
   * Replaces everything by what these chunks hold.
   *
   * @return how many of them are the engine's; the others are the application's
   */
  int restore(List<Chunk> chunks) {
    int last = chunks.size() - 1;
    var head = ClientCodec.decodeHead(chunks.get(last).content()).orElseThrow(ReplyCache::damaged);
    clients.clear();
    groups.forEach(group -> group.members.clear());
    groups.forEach(group -> group.chunks = Optional.empty());
    replies.clear(head.nextAge());
    for (var chunk : chunks.subList(last - head.chunks(), last)) {
      ClientCodec.decode(chunk.content()).orElseThrow(ReplyCache::damaged).forEach(this::restore);
    }
    return 1 + head.chunks();
  }

  private void restore(ClientRecord stored) {
    var client = client(stored.client());
    client.forgotten.restore(stored.forgotten());
    for (var each : stored.sessions()) {
      client.sessions.put(each.number(), new Session(limits.requestsPerSession(), each));
    }
    replies.restore(stored.client(), stored.replies());
  }

  private static IllegalArgumentException damaged(Object error) {
    return new IllegalArgumentException("clients: " + error);
  }

  private void changed(ClientId client) {
    groupOf(client).chunks = Optional.empty();
  }

  private Group groupOf(ClientId client) {
    return groups.get((int) ((client.value() * SPREAD) >>> (Long.SIZE - GROUP_BITS)));
  }

  /** Bytes of the replies that are kept. */
  long replyBytes() {
    return replies.bytes();
  }
}
