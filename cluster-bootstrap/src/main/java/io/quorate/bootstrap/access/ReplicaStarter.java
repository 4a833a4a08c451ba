package io.quorate.bootstrap.access;

import com.typesafe.config.Config;
import io.quorate.bootstrap.keys.IdentityKey;
import io.quorate.engine.model.Genesis;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.spi.Meter;
import io.quorate.engine.spi.PeerRegistry;
import io.quorate.engine.spi.StateMachine;
import io.quorate.engine.spi.Transport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Starts the engine's actors for one replica. The provider is named in {@code META-INF/services}.
 */
public interface ReplicaStarter {

  /**
   * Starts; returns at once. Does not end the actor system, whatever happens.
   *
   * @throws IllegalStateException with a message for the operator when the data belongs to another
   *     group or replica, or cannot be used
   */
  Started start(ActorSystem<?> system, Member member, Ports ports);

  /**
   * Who the replica is.
   *
   * @param settings the whole configuration, for {@code from} methods of the engine's settings
   */
  record Member(
      ReplicaId id, Genesis genesis, IdentityKey identity, Storage storage, Config settings) {}

  /**
   * Where the replica may keep what must survive, and whether anything must.
   *
   * @param incarnation counts the starts on this data, from 1
   * @param lost the data of a former life is gone: this identity must not vote again
   */
  record Storage(Path data, boolean durable, long incarnation, boolean lost) {}

  /** What the replica is given: its application, where its peers may be, and where it counts. */
  record Ports(StateMachine application, PeerRegistry registry, Network network, Meter meter) {}

  /**
   * How it reaches others, and they it.
   *
   * @param address {@code host:port}
   * @param replyTo the name under which the clients of this process are answered
   * @param probe finds out who answers at an address
   */
  record Network(Transport transport, String address, String replyTo, Probe probe) {}

  /** Finds out who of the group answers at an address; may wait for some seconds. */
  @FunctionalInterface
  interface Probe {
    /**
     * The common name in the certificate of who answers.
     *
     * @throws IOException with the reason when nobody of the group does
     */
    String whoAnswers(String address) throws IOException;
  }

  /**
   * A running replica.
   *
   * @param stop stops it in order: no vote leaves after the stage is done, and all is on disk
   */
  record Started(ReplicaAccess replica, StaleReads staleReads, Stop stop) {}

  /** Stops a replica in order. */
  @FunctionalInterface
  interface Stop {
    CompletionStage<?> stop();
  }
}
