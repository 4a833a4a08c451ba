package io.quorate.bootstrap.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
        .put("lag", peer.lag());
  }

  private static ObjectNode stuck(ReplicaStatus.Stuck stuck) {
    var json = Answers.object().put("since", stuck.since());
    var waitingFor = json.putArray("waitingFor");
    stuck.waitingFor().forEach(waitingFor::add);
    return json.put("hint", stuck.hint());
  }
}
