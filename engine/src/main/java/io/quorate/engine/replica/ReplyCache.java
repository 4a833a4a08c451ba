package io.quorate.engine.replica;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.SessionRecord;
import io.quorate.engine.model.SessionRecord.Answered;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Who was answered what: the reason why nothing is executed twice. Part of the agreed state, so all
 * its limits are the same everywhere: it keeps {@value #SESSIONS} sessions of a client, {@value
 * #REQUESTS} requests of a session, and drops the results of old ones beyond {@value #OCTETS}
 * octets a session, which is what the bundles in flight may be answered with. Older requests are
 * refused, never executed again.
 */
final class ReplyCache {

  static final int SESSIONS = 16;
  static final int REQUESTS = 128;
  static final int OCTETS = 1024 * 1024;

  private final TreeMap<ClientId, Client> clients = new TreeMap<>();

  private static final class Client {
    private final TreeMap<Long, Session> sessions = new TreeMap<>();
    private long expired = -1;
  }

  private static final class Session {
    private final TreeMap<Long, Answered> answers = new TreeMap<>();
    private long floor;
    private long octets;
  }

  /** Whether a request may be executed, and if not, why. */
  enum Standing {
    NEW,
    EXECUTED,
    EXPIRED
  }

  Standing standing(RequestId id) {
    var client = clients.get(id.client());
    if (client == null) {
      return Standing.NEW;
    }
    var session = client.sessions.get(id.session());
    if (session == null) {
      return id.session() <= client.expired ? Standing.EXPIRED : Standing.NEW;
    }
    if (session.answers.containsKey(id.number())) {
      return Standing.EXECUTED;
    }
    return id.number() <= session.floor ? Standing.EXPIRED : Standing.NEW;
  }

  /** The kept answer; empty when there is none, or none any more. */
  Optional<Answered> answer(RequestId id) {
    return Optional.ofNullable(clients.get(id.client()))
        .map(client -> client.sessions.get(id.session()))
        .map(session -> session.answers.get(id.number()))
        .filter(answered -> !answered.results().isEmpty());
  }

  void put(RequestId id, SequenceNumber at, List<Bytes> results) {
    var client = clients.computeIfAbsent(id.client(), each -> new Client());
    var session = client.sessions.computeIfAbsent(id.session(), each -> new Session());
    session.answers.put(id.number(), new Answered(id.number(), at, results));
    session.octets += weight(results);
    bound(session);
    if (client.sessions.size() > SESSIONS) {
      client.expired = client.sessions.pollFirstEntry().getKey();
    }
  }

  /** Which requests may not be executed any more, as it is now; for other threads to keep. */
  Predicate<RequestId> known() {
    var names = new ReplyCache();
    names.restore(records().stream().map(ReplyCache::withoutResults).toList());
    return id -> names.standing(id) != Standing.NEW;
  }

  private static SessionRecord withoutResults(SessionRecord session) {
    var answers =
        session.answers().stream()
            .map(each -> new Answered(each.number(), each.sequence(), List.of()))
            .toList();
    return new SessionRecord(session.client(), session.session(), session.floor(), answers);
  }

  List<SessionRecord> records() {
    var records = new ArrayList<SessionRecord>();
    clients.forEach(
        (id, client) -> {
          records.add(new SessionRecord(id, -1, client.expired, List.of()));
          client.sessions.forEach(
              (number, session) ->
                  records.add(
                      new SessionRecord(
                          id, number, session.floor, List.copyOf(session.answers.values()))));
        });
    return records;
  }

  void restore(List<SessionRecord> records) {
    clients.clear();
    for (var each : records) {
      var client = clients.computeIfAbsent(each.client(), id -> new Client());
      if (each.session() < 0) {
        client.expired = each.floor();
      } else {
        client.sessions.put(each.session(), session(each));
      }
    }
  }

  private static Session session(SessionRecord stored) {
    var session = new Session();
    session.floor = stored.floor();
    for (var answered : stored.answers()) {
      session.answers.put(answered.number(), answered);
      session.octets += weight(answered.results());
    }
    return session;
  }

  private static void bound(Session session) {
    while (session.answers.size() > REQUESTS) {
      var oldest = session.answers.pollFirstEntry();
      session.floor = Math.max(session.floor, oldest.getKey());
      session.octets -= weight(oldest.getValue().results());
    }
    if (session.octets <= OCTETS) {
      return;
    }
    long latest = session.answers.lastKey();
    for (var entry : session.answers.entrySet()) {
      if (session.octets <= OCTETS || entry.getKey() == latest) {
        return;
      }
      session.octets -= weight(entry.getValue().results());
      entry.setValue(new Answered(entry.getKey(), entry.getValue().sequence(), List.of()));
    }
  }

  private static long weight(List<Bytes> results) {
    long octets = 0;
    for (var result : results) {
      octets += 8 + result.length();
    }
    return octets;
  }
}
