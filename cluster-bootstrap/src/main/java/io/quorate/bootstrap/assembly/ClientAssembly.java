package io.quorate.bootstrap.assembly;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.quorate.bootstrap.access.ClientAccess;
import io.quorate.bootstrap.committee.CommitteeFile;
import io.quorate.bootstrap.keys.IdentityFile;
import io.quorate.bootstrap.node.ConfigLayers;
import io.quorate.bootstrap.node.Node;
import io.quorate.bootstrap.node.PekkoSettings;
import io.quorate.bootstrap.settings.Address;
import io.quorate.bootstrap.tls.CommitteeTrust;
import io.quorate.bootstrap.tls.QuorateSslEngineProvider;
import io.quorate.bootstrap.tls.TlsFiles;
import io.quorate.engine.client.BftClient;
import io.quorate.engine.client.ClientSettings;
import io.quorate.engine.client.Reply;
import io.quorate.engine.codec.Canonical;
import io.quorate.engine.crypto.KeyRing;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.Genesis;
import io.quorate.engine.replica.ArteryTransport;
import io.quorate.engine.replica.Clock;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Adapter;

/** A process that is a client and nothing else: remoting, and one {@link BftClient}. */
public final class ClientAssembly implements ClientAccess {

  private static final String SYSTEM = "quorate-client";
  private static final String ACTOR = "quorate-client";
  private static final int GOODBYE_SECONDS = 2;
  private static final ClientId OPERATOR = new ClientId(0);

  @Override
  public Connection connect(Path directory) throws IOException {
    return connect(directory, BftClient.Asked::all);
  }

  /** Connects as a client that asks and believes as it is told. */
  public Connection connect(Path directory, Function<KeyRing, BftClient.Asked> asked)
      throws IOException {
    var genesis = CommitteeFile.read(directory.resolve(CommitteeFile.NAME));
    var home = directory.resolve("client-" + OPERATOR.value());
    var tls =
        QuorateSslEngineProvider.setup(
            TlsFiles.read(home), new CommitteeTrust(genesis, InstantSource.system()));
    var config = config(genesis);
    var system =
        ActorSystem.create(SYSTEM, ActorSystemSetup.create(BootstrapSetup.create(config), tls));
    try {
      return new Open(system, spawn(system, genesis, config, new Self(home, asked)));
    } catch (IOException | RuntimeException e) {
      system.terminate();
      throw e;
    }
  }

  private static ActorRef<BftClient.Command> spawn(
      ActorSystem system, Genesis genesis, Config config, Self self) throws IOException {
    var key = IdentityFile.read(self.home().resolve(Node.IDENTITY));
    var typed = Adapter.toTyped(system);
    var ring = KeyRing.of(genesis, Canonical.clusterId(genesis));
    var parts =
        new BftClient.Parts(
            OPERATOR,
            key.signer(),
            Clock.SYSTEM.millis() * 1_000 + System.nanoTime() % 1_000,
            "pekko://" + SYSTEM + "@" + Assembly.own(typed) + "/user/" + ACTOR,
            ring,
            self.asked().apply(ring),
            genesis.rules().maxRequestOctets(),
            new ArteryTransport(typed, PekkoSettings.SYSTEM),
            Clock.SYSTEM,
            ClientSettings.from(config));
    ActorRef<Object> client = Adapter.spawn(system, BftClient.create(parts), ACTOR);
    return client.unsafeUpcast().narrow();
  }

  private record Self(Path home, Function<KeyRing, BftClient.Asked> asked) {}

  private static Config config(Genesis genesis) throws IOException {
    var values =
        Map.of(
            "pekko.actor.provider", "remote",
            "pekko.remote.artery.canonical.hostname", localAddress(genesis),
            "pekko.remote.artery.canonical.port", "0");
    return ConfigLayers.over(ConfigFactory.parseMap(values));
  }

  /** The address of ours from which the replicas are reached; nothing is sent to find out. */
  private static String localAddress(Genesis genesis) throws IOException {
    var first = Address.parse(genesis.members().get(0).address());
    try (var socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(first.host(), first.port()));
      return socket.getLocalAddress().getHostAddress();
    }
  }

  private record Open(ActorSystem system, ActorRef<BftClient.Command> client)
      implements Connection {
    @Override
    public CompletionStage<Reply> ask(Bytes operation) {
      return LiveReplica.ask(Adapter.toTyped(system), client, operation);
    }

    /** Lets remoting say goodbye, but does not wait for ever: nothing of value is lost. */
    @Override
    public void close() {
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
