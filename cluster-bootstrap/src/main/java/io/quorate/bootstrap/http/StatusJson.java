package io.quorate.bootstrap.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.bootstrap.access.RegistryStatus;
import io.quorate.bootstrap.access.ReplicaStatus;

/** A replica's status as JSON, field for field. */
public final class StatusJson {

  private StatusJson() {}

  public static ObjectNode of(ReplicaStatus status) {
    var json =
        Answers.object()
            .put("replica", status.replica())
            .put("mode", status.mode())
            .put("view", status.view())
            .put("primary", status.primary())
            .put("executed", status.executed())
            .put("stable", status.stable())
            .put("committed", status.committed())
            .put("configuration", status.configuration())
            .put("n", status.n())
            .put("f", status.f())
            .put("quorum", status.quorum());
    var peers = json.putArray("peers");
    status.peers().forEach(peer -> peers.add(peer(peer)));
    json.set("stuck", status.stuck().map(StatusJson::stuck).orElse(null));
    return json;
  }

  private static ObjectNode peer(ReplicaStatus.Peer peer) {
    return Answers.object()
        .put("id", peer.id())
        .put("address", peer.address())
        .put("reachable", peer.reachable())
        .put("view", peer.view())
        .put("executed", peer.executed())
        .put("lag", peer.lag())
        .put("heardMillisAgo", peer.heardMillis());
  }

  /** The registry's list, and what was found of each that is listed. */
  public static ObjectNode of(RegistryStatus registry) {
    var json =
        Answers.object()
            .put("kind", registry.kind())
            .put("reachable", registry.problem().isEmpty())
            .put("passing", registry.passing());
    if (!registry.problem().isEmpty()) {
      json.put("problem", registry.problem()).put("since", registry.since());
    }
    var entries = json.putArray("entries");
    registry.entries().forEach(entry -> entries.add(entry(entry)));
    return json;
  }

  private static ObjectNode entry(RegistryStatus.Entry entry) {
    var json =
        Answers.object()
            .put("address", entry.address())
            .put("role", entry.role())
            .put("health", entry.health())
            .put("signed", entry.replica().isPresent());
    entry
        .replica()
        .ifPresent(replica -> json.put("replica", replica).put("incarnation", entry.incarnation()));
    return entry.isSelf() ? json.put("self", true) : json.setAll(check(entry.check()));
  }

  private static ObjectNode check(RegistryStatus.Check check) {
    var json = Answers.object();
    var checked = json.putObject("check").put("passing", check.passing());
    if (check.passing()) {
      checked.put("answers", check.who()).put("heardMillisAgo", check.heartbeatMillis());
    } else {
      checked.put("why", check.why());
    }
    return json;
  }

  private static ObjectNode stuck(ReplicaStatus.Stuck stuck) {
    var json = Answers.object().put("since", stuck.since());
    var waitingFor = json.putArray("waitingFor");
    stuck.waitingFor().forEach(waitingFor::add);
    return json.put("hint", stuck.hint());
  }
}
