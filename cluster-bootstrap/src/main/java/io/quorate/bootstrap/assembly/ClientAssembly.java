package io.quorate.bootstrap.assembly;

import com.typesafe.config.ConfigFactory;
import io.quorate.bootstrap.access.ClientAccess;
import io.quorate.bootstrap.committee.CommitteeFile;
import io.quorate.bootstrap.keys.IdentityFile;
import io.quorate.bootstrap.link.TlsTransport;
import io.quorate.bootstrap.node.ConfigLayers;
import io.quorate.bootstrap.node.Node;
import io.quorate.engine.client.BftClient;
import io.quorate.engine.client.ClientSettings;
import io.quorate.engine.client.Reply;
import io.quorate.engine.codec.Canonical;
import io.quorate.engine.crypto.KeyRing;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.Genesis;
import io.quorate.engine.replica.Clock;
import io.quorate.engine.replica.Meter;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Adapter;

/** A process that is a client and nothing else: connections, and one {@link BftClient}. */
public final class ClientAssembly implements ClientAccess {

  private static final String PROVIDER = "pekko.actor.provider";
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
    var config = ConfigLayers.over(ConfigFactory.parseMap(Map.of(PROVIDER, "local")));
    var system = ActorSystem.create(SYSTEM, config);
    try {
      return spawn(system, genesis, new Self(home, asked));
    } catch (IOException | RuntimeException e) {
      system.terminate();
      throw e;
    }
  }

  private static Open spawn(ActorSystem system, Genesis genesis, Self self) throws IOException {
    var key = IdentityFile.read(self.home().resolve(Node.IDENTITY));
    var ring = KeyRing.of(genesis, Canonical.clusterId(genesis));
    var settings = ClientSettings.from(system.settings().config());
    var transport = TlsTransport.open(system, self.home(), genesis, "", Meter.NONE);
    var parts =
        new BftClient.Parts(
            new BftClient.Self(
                OPERATOR,
                key.signer(),
                Clock.SYSTEM.millis() * 1_000 + System.nanoTime() % 1_000,
                transport.replyAddress()),
            ring,
            self.asked().apply(ring),
            genesis.rules().limits(),
            new BftClient.World(transport, Clock.SYSTEM, new SecureRandom()),
            settings);
    ActorRef<Object> client = Adapter.spawn(system, BftClient.create(parts), ACTOR);
    return new Open(
        system,
        transport,
        client.unsafeUpcast().narrow(),
        new Turnstile(settings, genesis.rules().limits().requestBytes()));
  }

  private record Self(Path home, Function<KeyRing, BftClient.Asked> asked) {}

  private record Open(
      ActorSystem system,
      TlsTransport transport,
      ActorRef<BftClient.Command> client,
      Turnstile turnstile)
      implements Connection {
    @Override
    public CompletionStage<Reply> ask(Bytes operation) {
      return turnstile.pass(
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
