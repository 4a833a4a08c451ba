package io.quorate.engine.replica;

import io.quorate.engine.crypto.KeyRing;
import io.quorate.engine.crypto.Signer;
import io.quorate.engine.model.Configuration;
import io.quorate.engine.model.ProtocolRules;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.spi.Clock;
import io.quorate.engine.spi.CommitLog;
import io.quorate.engine.spi.Meter;
import io.quorate.engine.spi.SnapshotStore;
import io.quorate.engine.spi.StateMachine;
import io.quorate.engine.spi.Transport;
import io.quorate.engine.spi.VoteLog;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.Behavior;

/**
 * All that one {@link Replica} is made of; whoever starts one fills this in.
 *
 * @param machine fresh; what it was before a restart comes from {@code memory}
 * @param blocking where files are written
 */
public record ReplicaParts(
    Identity identity,
    KeyRing ring,
    StateMachine machine,
    Memory memory,
    World world,
    ReplicaSettings settings,
    Executor blocking) {

  /** The configuration that this replica is a member of. */
  Configuration configuration() {
    return ring.configuration();
  }

  ProtocolRules rules() {
    return configuration().rules();
  }

  /**
   * This replica among the others.
   *
   * @param incarnation higher at every start
   * @param address where it listens, as {@code host:port}
   * @param learner its disk was lost: it follows, and never votes under this identity
   */
  public record Identity(
      ReplicaId id, Signer signer, long incarnation, String address, boolean learner) {}

  /** Durable memory. */
  public record Memory(
      Behavior<VoteLog.Command> voteLog,
      Behavior<CommitLog.Command> commitLog,
      SnapshotStore snapshots) {}

  /** The ports to everything outside the process. */
  public record World(Transport transport, Clock clock, Meter meter) {}
}
