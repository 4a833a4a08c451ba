package io.quorate.bootstrap;

import io.quorate.bootstrap.access.RegistryStatus;
import io.quorate.bootstrap.access.ReplicaStatus;
import io.quorate.bootstrap.assembly.Assembly;
import io.quorate.bootstrap.cli.group.GroupDirectory;
import io.quorate.bootstrap.node.ConfigLayers;
import io.quorate.bootstrap.node.Node;
import io.quorate.bootstrap.node.NodeSettings;
import io.quorate.bootstrap.node.PekkoSettings;
import io.quorate.engine.client.BftClient;
import io.quorate.engine.spi.StateMachine;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;

/**
 * A replica in a process of yours. It is described by a directory as {@code ./quorate init} makes
 * them ({@code cluster/replica-0}): settings, keys, data.
 *
 * <p>{@link #client} is asked by the ask pattern and gives a result when f + 1 replicas signed it.
 */
public final class QuorateNode {

  /** What an actor system that houses a replica must be called, for peers look for this name. */
  public static final String SYSTEM = PekkoSettings.SYSTEM;

  private final Node node;

  private QuorateNode(Node node) {
    this.node = node;
  }

  /**
   * Starts the replica in an actor system of its own, which ends with it.
   *
   * @param application fresh: what it was before a restart comes from the replica's data
   * @throws io.quorate.bootstrap.node.CannotStart with a message for the operator
   */
  public static QuorateNode start(Path directory, StateMachine application) {
    return new QuorateNode(Node.start(settings(directory), new Assembly(), application));
  }

  /**
   * Starts the replica in your actor system, which outlives it. One system houses one replica.
   * Waits until it runs: not to be called by an actor of that system, whose thread it needs.
   *
   * @param system named {@link #SYSTEM}, made with {@link #setup} of the same directory: a classic
   *     one, seen as typed, or a typed one whose guardian is a {@code SpawnProtocol}
   */
  public static QuorateNode start(ActorSystem<?> system, Path directory, StateMachine application) {
    var classic = Adapter.toClassic(system);
    return new QuorateNode(Node.start(settings(directory), new Assembly(), application, classic));
  }

  /**
   * What to make an actor system with that shall house this replica: its addresses, its TLS keys,
   * its journal. Settings of your own belong into the replica's {@code application.conf}.
   */
  public static ActorSystemSetup setup(Path directory) {
    return Node.setup(settings(directory));
  }

  private static NodeSettings settings(Path directory) {
    var home = directory.toAbsolutePath().normalize();
    var file = home.resolve(GroupDirectory.SETTINGS);
    return NodeSettings.from(ConfigLayers.of(file, Optional.empty()), home);
  }

  /** Asks the group on this replica's behalf; takes {@link BftClient.Submit}. */
  public ActorRef<BftClient.Command> client() {
    return node.replica().client();
  }

  public ActorSystem<?> system() {
    return Adapter.toTyped(node.system());
  }

  /** How the replica is, from its own point of view; answers also without a quorum. */
  public CompletionStage<ReplicaStatus> status() {
    return node.replica().status();
  }

  /** What its registry lists, and what it found of those that are listed. */
  public RegistryStatus registry() {
    return node.replica().registry();
  }

  /** Stops the replica in order; done when its data is released. */
  public CompletionStage<?> stop() {
    return node.stop();
  }
}
