package io.quorate.bootstrap.assembly;

import io.quorate.bootstrap.access.ReplicaStatus;
import io.quorate.engine.model.Configuration;
import io.quorate.engine.model.ConfigurationId;
import io.quorate.engine.model.Genesis;
import io.quorate.engine.replica.Mode;
import io.quorate.engine.replica.ReplicaState;
import io.quorate.persistence.append.JournalState;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A replica's state in the words of {@code GET /status}. */
record StatusView(Genesis genesis, JournalState.Found journal) {

  private static final long SILENT = Duration.ofSeconds(4).toNanos();
  private static final long STUCK = Duration.ofSeconds(4).toNanos();

  ReplicaStatus of(ReplicaState state) {
    var configuration = genesis.configuration();
    var quorum = configuration.quorum();
    var peers =
        configuration.members().stream()
            .filter(member -> !member.id().equals(state.replica()))
            .map(member -> peer(state, member.id().value(), member.address()))
            .toList();
    return new ReplicaStatus(
        state.replica().value(),
        state.mode().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        state.view().value(),
        configuration.primaryOf(state.view()).value(),
        state.executed().value(),
        state.stable().sequence().value(),
        state.executed().value(),
        ConfigurationId.GENESIS.value(),
        configuration.size(),
        quorum.faults(),
        quorum.size(),
        peers,
        stuck(state, configuration, peers));
  }

  private static ReplicaStatus.Peer peer(ReplicaState state, int id, String address) {
    var heard = state.peers().get(new io.quorate.engine.model.ReplicaId(id));
    if (heard == null) {
      return new ReplicaStatus.Peer(id, address, false, 0, 0, 0, -1);
    }
    long lag = Math.max(0, state.executed().value() - heard.executed().value());
    return new ReplicaStatus.Peer(
        id,
        address,
        state.now() - heard.heard() < SILENT,
        heard.view().value(),
        heard.executed().value(),
        lag,
        Math.max(0, (state.now() - heard.heard()) / 1_000_000));
  }

  private Optional<ReplicaStatus.Stuck> stuck(
      ReplicaState state, Configuration configuration, List<ReplicaStatus.Peer> peers) {
    var silent =
        peers.stream().filter(peer -> !peer.reachable()).map(ReplicaStatus.Peer::id).toList();
    boolean halted = state.mode() == Mode.HALTED || state.mode() == Mode.LEARNING;
    boolean noQuorum = configuration.size() - silent.size() < configuration.quorum().size();
    boolean waits =
        state.stuckSince().isPresent() && state.now() - state.stuckSince().get() > STUCK;
    var shortage = journal.shortage();
    if (!halted && shortage.isPresent()) {
      var room = shortage.get();
      return Optional.of(new ReplicaStatus.Stuck(room.since(), List.of(), room.text()));
    }
    if (!halted && !noQuorum && !waits) {
      return Optional.empty();
    }
    long waited = state.stuckSince().map(since -> state.now() - since).orElse(0L);
    return Optional.of(
        new ReplicaStatus.Stuck(
            System.currentTimeMillis() - waited / 1_000_000,
            silent,
            hint(state, halted, noQuorum)));
  }

  private static String hint(ReplicaState state, boolean halted, boolean noQuorum) {
    if (halted) {
      return state.why();
    }
    return noQuorum
        ? "fewer replicas answer than a quorum needs: start or reach those it waits for"
        : "requests wait longer than they should; last: " + state.why();
  }
}
