package io.quorate.bootstrap.assembly;

import com.typesafe.config.ConfigFactory;
import io.quorate.bootstrap.access.ClientAccess;
import io.quorate.bootstrap.committee.CommitteeFile;
import io.quorate.bootstrap.keys.IdentityFile;
import io.quorate.bootstrap.link.TlsTransport;
import io.quorate.bootstrap.node.ConfigLayers;
import io.quorate.bootstrap.node.ConfiguredLoader;
import io.quorate.bootstrap.node.Node;
import io.quorate.bootstrap.tls.CommitteeTrust;
import io.quorate.engine.client.BftClient;
import io.quorate.engine.client.ClientSettings;
import io.quorate.engine.client.Reply;
import io.quorate.engine.codec.Canonical;
import io.quorate.engine.crypto.KeyRing;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.Genesis;
import io.quorate.engine.model.Limits;
import io.quorate.engine.spi.Clock;
import io.quorate.engine.spi.Meter;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Adapter;

/** A process that is a client and nothing else: connections, and one {@link BftClient}. */
public final class ClientAssembly implements ClientAccess {

  private static final String THREADS =
      "pekko.actor.default-dispatcher.fork-join-executor.parallelism-max";

  /** No cluster, and no logging of Pekko's own: what fails is told to whoever asks. */
  private static final Map<String, Object> QUIET =
      Map.of(
          "pekko.actor.provider",
          "local",
          "pekko.loggers",
          List.of(),
          "pekko.use-slf4j",
          "off",
          "pekko.loglevel",
          "OFF",
          "pekko.stdout-loglevel",
          "OFF",
          "pekko.log-dead-letters",
          "off");

  private static final String SYSTEM = "quorate-client";
  private static final String ACTOR = "quorate-client";
  private static final int GOODBYE_SECONDS = 2;
  private static final ClientId OPERATOR = new ClientId(0);

  @Override
  public Connection connect(Path directory) throws IOException {
    return connect(directory, BftClient.RequestTargets::all);
  }

  /** Connects as a client that asks and believes as it is told. */
  public Connection connect(Path directory, Function<KeyRing, BftClient.RequestTargets> asked)
      throws IOException {
    var genesis = CommitteeFile.read(directory.resolve(CommitteeFile.NAME));
    var system = system(Map.of());
    try {
      return spawn(system, Group.of(directory, genesis), OPERATOR, asked);
    } catch (IOException | RuntimeException e) {
      system.terminate();
      throw e;
    }
  }

  /**
   * Connects as so many clients of the group, whose keys are in its directory, on one thread. To
   * close one closes all.
   */
  public List<Connection> connectAll(Path directory, int count) throws IOException {
    var group = Group.of(directory, CommitteeFile.read(directory.resolve(CommitteeFile.NAME)));
    var system = system(Map.of(THREADS, "1"));
    try {
      var connections = new ArrayList<Connection>();
      for (int i = 0; i < count; i++) {
        connections.add(spawn(system, group, new ClientId(i), BftClient.RequestTargets::all));
      }
      return connections;
    } catch (IOException | RuntimeException e) {
      system.terminate();
      throw e;
    }
  }

  private static ActorSystem system(Map<String, String> settings) {
    var quiet = ConfigFactory.parseMap(settings).withFallback(ConfigFactory.parseMap(QUIET));
    var config = ConfigLayers.overActors(quiet, BftClient.class);
    return ActorSystem.create(
        SYSTEM, config, new ConfiguredLoader(ClientAssembly.class.getClassLoader()));
  }

  private static Open spawn(
      ActorSystem system,
      Group group,
      ClientId id,
      Function<KeyRing, BftClient.RequestTargets> asked)
      throws IOException {
    var home = group.directory().resolve("client-" + id.value());
    var key = IdentityFile.read(home.resolve(Node.IDENTITY));
    var ring = group.ring();
    var settings = ClientSettings.from(system.settings().config());
    var transport = TlsTransport.open(system, home, group.trust(), "", Meter.NONE);
    var parts =
        new BftClient.Parts(
            new BftClient.Self(
                id,
                key.signer(),
                Clock.SYSTEM.millis() * 1_000 + System.nanoTime() % 1_000,
                transport.replyAddress()),
            ring,
            asked.apply(ring),
            group.limits(),
            new BftClient.World(transport, Clock.SYSTEM, new SecureRandom()),
            settings);
    ActorRef<Object> client =
        Adapter.spawn(system, BftClient.create(parts), ACTOR + "-" + id.value());
    return new Open(
        system,
        transport,
        client.unsafeUpcast().narrow(),
        new AskLimiter(settings, group.limits().requestBytes()));
  }

  /** What all its clients have in common. */
  private record Group(Path directory, Limits limits, KeyRing ring, CommitteeTrust trust) {
    static Group of(Path directory, Genesis genesis) {
      return new Group(
          directory,
          genesis.rules().limits(),
          KeyRing.of(genesis, Canonical.clusterId(genesis)),
          new CommitteeTrust(genesis, InstantSource.system()));
    }
  }

  private record Open(
      ActorSystem system,
      TlsTransport transport,
      ActorRef<BftClient.Command> client,
      AskLimiter askLimiter)
      implements Connection {
    @Override
    public CompletionStage<Reply> ask(Bytes operation) {
      return askLimiter.pass(
          operation, () -> LiveReplica.ask(Adapter.toTyped(system), client, operation));
    }

    /** Does not wait for ever: nothing of value is lost. */
    @Override
    public void close() {
      transport.close();
      system.terminate();
      system
          .getWhenTerminated()
          .toCompletableFuture()
          .thenApply(done -> true)
          .completeOnTimeout(false, GOODBYE_SECONDS, TimeUnit.SECONDS)
          .join();
    }
  }
}
