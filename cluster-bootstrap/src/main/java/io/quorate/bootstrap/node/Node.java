package io.quorate.bootstrap.node;

import io.quorate.bootstrap.access.ReplicaAccess;
import io.quorate.bootstrap.access.ReplicaStarter;
import io.quorate.bootstrap.access.ReplicaStarter.Started;
import io.quorate.bootstrap.committee.CommitteeFile;
import io.quorate.bootstrap.http.HttpInterface;
import io.quorate.bootstrap.http.HttpInterface.Application;
import io.quorate.bootstrap.http.HttpInterface.Served;
import io.quorate.bootstrap.keys.IdentityFile;
import io.quorate.bootstrap.keys.IdentityKey;
import io.quorate.bootstrap.kv.KeyValueStore;
import io.quorate.bootstrap.limits.Heap;
import io.quorate.bootstrap.membership.MembershipIdentity;
import io.quorate.bootstrap.metrics.BootstrapMetrics;
import io.quorate.bootstrap.metrics.NodeMetrics;
import io.quorate.bootstrap.metrics.ProcessMetrics;
import io.quorate.bootstrap.registry.Registries;
import io.quorate.bootstrap.tls.CommitteeTrust;
import io.quorate.bootstrap.tls.QuorateSslEngineProvider;
import io.quorate.bootstrap.tls.TlsFiles;
import io.quorate.engine.codec.Canonical;
import io.quorate.engine.model.Genesis;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.spi.PeerRegistry;
import io.quorate.engine.spi.StateMachine;
import io.quorate.persistence.append.JournalFlushes;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.remote.RemoteTransportException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running replica: remoting, the engine, HTTP; stopped in the opposite order. An actor system
 * that it was given is not its to stop.
 */
public final class Node {

  /** The identity key's file in a replica's directory. */
  public static final String IDENTITY = "identity.key";

  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  private static final long STOP_PATIENCE_SECONDS = 20;

  private final ActorSystem system;
  private final DataDirectory data;
  private final Parts parts;
  private final Started engine;
  private final HttpInterface http;

  private Node(
      ActorSystem system, DataDirectory data, Parts parts, Started engine, HttpInterface http) {
    this.system = system;
    this.data = data;
    this.parts = parts;
    this.engine = engine;
    this.http = http;
  }

  /** The actor system that a replica lives in, and whether it ends with the replica. */
  private record Host(ActorSystem system, boolean own) {

    CompletionStage<?> release() {
      if (!own) {
        return CompletableFuture.completedStage(null);
      }
      system.terminate();
      return system.getWhenTerminated();
    }
  }

  /** What was started, and is stopped in the opposite order. */
  private static final class Parts {
    private final ArrayDeque<Supplier<CompletionStage<?>>> started = new ArrayDeque<>();

    void add(Supplier<CompletionStage<?>> stop) {
      started.push(stop);
    }

    /** What does not stop in order is logged, and the rest is stopped all the same. */
    CompletionStage<?> stop() {
      CompletionStage<?> stopped = CompletableFuture.completedStage(null);
      for (var stop : started) {
        stopped = stopped.thenCompose(done -> quietly(stop));
      }
      started.clear();
      return stopped;
    }

    private static CompletionStage<Boolean> quietly(Supplier<CompletionStage<?>> stop) {
      return CompletableFuture.completedStage(null)
          .thenCompose(start -> stop.get())
          .handle(
              (done, failure) -> {
                if (failure != null) {
                  LOG.warn("a part did not stop in order", failure);
                }
                return failure == null;
              });
    }
  }

  /**
   * Starts what the settings describe, or nothing.
   *
   * @throws CannotStart with a message for the operator
   * @throws io.quorate.bootstrap.settings.Problems.Unusable for a committee that is none
   */
  public static Node start(NodeSettings settings, ReplicaStarter starter) {
    return start(settings, starter, application(settings.applicationClass()));
  }

  /**
   * The same.
   *
   * @param held is run once this process holds the replica's data, which no other does then
   */
  public static Node start(NodeSettings settings, ReplicaStarter starter, Runnable held) {
    Function<Genesis, Host> hosts =
        genesis -> {
          held.run();
          return new Host(own(settings, genesis), true);
        };
    return start(settings, starter, application(settings.applicationClass()), hosts);
  }

  /** The same, with this state machine whatever the settings name. */
  public static Node start(
      NodeSettings settings, ReplicaStarter starter, StateMachine application) {
    return start(settings, starter, application, genesis -> new Host(own(settings, genesis), true));
  }

  /** The same, in an actor system made with {@link #setup}. */
  public static Node start(
      NodeSettings settings,
      ReplicaStarter starter,
      StateMachine application,
      ActorSystem existing) {
    return start(settings, starter, application, genesis -> new Host(existing, false));
  }

  private static Node start(
      NodeSettings settings,
      ReplicaStarter starter,
      StateMachine application,
      Function<Genesis, Host> hosts) {
    var genesis = CommitteeFile.read(settings.committee());
    settings.buffers(genesis, Heap.ownBytes()).check(settings.directory().toString());
    var identity = identity(settings, genesis);
    var data = DataDirectory.open(settings, genesis);
    var member = member(settings, genesis, identity, data);
    try {
      var host = hosts.apply(genesis);
      var attempts = data.attempts();
      var tried = attempts.refusal().<ReplicaStarter>map(NotStarted::new).orElse(starter);
      var watched = new WatchedMachine(application, attempts);
      return start(settings, tried, new Inhabitant(member, watched, data), host);
    } catch (RuntimeException e) {
      data.close();
      throw e;
    }
  }

  /** Who moves into an actor system. */
  private record Inhabitant(
      ReplicaStarter.Member member, StateMachine application, DataDirectory data) {}

  private static Node start(
      NodeSettings settings, ReplicaStarter starter, Inhabitant replica, Host host) {
    var parts = new Parts();
    parts.add(host::release);
    try {
      return assembled(settings, starter, replica, parts, host);
    } catch (RuntimeException e) {
      await(parts.stop());
      throw e instanceof IllegalStateException ? new CannotStart(e.getMessage(), e) : e;
    }
  }

  private static Node assembled(
      NodeSettings settings, ReplicaStarter starter, Inhabitant replica, Parts parts, Host host) {
    var metrics = new NodeMetrics();
    ProcessMetrics.register(metrics, settings.directory());
    host.system()
        .settings()
        .setup()
        .get(MembershipIdentity.class)
        .ifPresent(identity -> identity.countedBy(metrics));
    var network = Network.open(settings, replica.member().genesis(), host.system(), metrics);
    parts.add(() -> closed(network));
    var typed = Adapter.toTyped(host.system());
    var registry = registry(settings, replica.member().genesis(), network.port(), typed);
    parts.add(registry.stop());
    register(metrics, registry.registry());
    JournalFlushes.of(host.system())
        .observe(metrics.distribution(BootstrapMetrics.JOURNAL_FLUSH)::nanos);
    var ports =
        new ReplicaStarter.Ports(
            replica.application(), registry.registry(), network.port(), metrics);
    var engine = starter.start(typed, replica.member(), ports);
    replica.data().attempts().noteWhenItRuns(engine.replica());
    parts.add(() -> engine.stop().stop());
    var served = new Served(engine, replica.member().genesis(), known(replica.application()));
    var http = http(settings, served, metrics);
    parts.add(http::stop);
    return new Node(host.system(), replica.data(), parts, engine, http);
  }

  private static void register(NodeMetrics metrics, PeerRegistry registry) {
    metrics.observe(BootstrapMetrics.REGISTRY_ADDRESSES, () -> registry.list().size());
    metrics.observe(
        BootstrapMetrics.REGISTRY_REACHABLE, () -> registry.condition().isGood() ? 1 : 0);
  }

  private static Registries.Opened registry(
      NodeSettings settings,
      Genesis genesis,
      ReplicaStarter.Network network,
      org.apache.pekko.actor.typed.ActorSystem<?> system) {
    var owner =
        new Registries.Owner(
            system,
            Canonical.clusterId(genesis).genesis().toHex(),
            PekkoSettings.contacts(settings, genesis),
            network.probe());
    try {
      return Registries.open(settings.registry(), owner);
    } catch (IllegalArgumentException e) {
      throw new CannotStart(
          "quorate.registries." + settings.registry().kind() + "." + e.getMessage(), e);
    }
  }

  /**
   * HTTP speaks to the key-value store: no other application is given octets it did not ask for.
   */
  private static Application known(StateMachine machine) {
    var application = machine instanceof WatchedMachine watched ? watched.machine() : machine;
    return application instanceof KeyValueStore ? Application.KEY_VALUE : Application.OTHER;
  }

  private static HttpInterface http(NodeSettings settings, Served served, NodeMetrics metrics) {
    try {
      return HttpInterface.start(settings.http(), served, metrics);
    } catch (CompletionException e) {
      throw new CannotStart(
          "port " + settings.http().port() + " is in use or cannot be bound", e.getCause());
    }
  }

  private static ReplicaStarter.Member member(
      NodeSettings settings, Genesis genesis, IdentityKey identity, DataDirectory data) {
    var storage =
        new ReplicaStarter.Storage(
            settings.storage().data(),
            settings.storage().durable(),
            data.incarnationRecord().incarnation(),
            settings.storage().durable() && data.incarnationRecord().isLost());
    return new ReplicaStarter.Member(
        new ReplicaId(settings.index()), genesis, identity, storage, settings.config());
  }

  private static IdentityKey identity(NodeSettings settings, Genesis genesis) {
    if (settings.index() >= genesis.members().size()) {
      throw new CannotStart("the committee has no replica " + settings.index());
    }
    try {
      var key = IdentityFile.read(settings.directory().resolve(IDENTITY));
      if (!genesis.members().get(settings.index()).keys().contains(key.publicKey())) {
        throw new CannotStart(
            "the key in " + settings.directory() + " is not the committee's for this replica");
      }
      return key;
    } catch (IOException e) {
      throw new CannotStart(e.getMessage(), e);
    }
  }

  private static StateMachine application(String name) {
    try {
      var machine = Class.forName(name).getConstructor().newInstance();
      if (machine instanceof StateMachine application) {
        return application;
      }
    } catch (ReflectiveOperationException e) {
      throw new CannotStart("quorate.application.class: cannot make a " + name + " (" + e + ")", e);
    }
    throw new CannotStart("quorate.application.class: " + name + " is no StateMachine");
  }

  /** What an actor system needs to house this replica: its addresses, its TLS keys, its journal. */
  public static ActorSystemSetup setup(NodeSettings settings) {
    return setup(settings, CommitteeFile.read(settings.committee()), Optional.empty());
  }

  private static ActorSystemSetup setup(
      NodeSettings settings, Genesis genesis, Optional<ClassLoader> loader) {
    try {
      var tls =
          QuorateSslEngineProvider.setup(
              TlsFiles.read(settings.directory()),
              new CommitteeTrust(genesis, InstantSource.system()));
      var identity =
          new MembershipIdentity(
              genesis,
              new ReplicaId(settings.index()),
              IdentityFile.read(settings.directory().resolve(IDENTITY)).signer(),
              System.currentTimeMillis());
      var config = PekkoSettings.of(settings, genesis);
      var bootstrap = BootstrapSetup.create(loader, Optional.of(config), Optional.empty());
      return ActorSystemSetup.create(bootstrap, tls, identity);
    } catch (IOException e) {
      throw new CannotStart(e.getMessage(), e);
    }
  }

  private static ActorSystem own(NodeSettings settings, Genesis genesis) {
    try {
      var loader = new ConfiguredLoader(Node.class.getClassLoader());
      return ActorSystem.create(
          PekkoSettings.SYSTEM, setup(settings, genesis, Optional.of(loader)));
    } catch (RemoteTransportException e) {
      throw new CannotStart(
          PekkoSettings.addressOf(settings, genesis) + " is in use or cannot be bound", e);
    }
  }

  public ActorSystem system() {
    return system;
  }

  /** The replica, as the process around it may ask it. */
  public ReplicaAccess replica() {
    return engine.replica();
  }

  /** Where HTTP is served, with the port that was really bound. */
  public int httpPort() {
    return http.port();
  }

  /** Stops answering, then the engine, then remoting; done when the data is released. */
  public CompletionStage<?> stop() {
    LOG.info("stopping");
    return parts.stop().whenComplete((done, failure) -> data.close());
  }

  private static CompletionStage<?> closed(Network network) {
    network.close();
    return CompletableFuture.completedStage(null);
  }

  /** Waits, as a start does, but not for ever. */
  private static void await(CompletionStage<?> stopped) {
    var unused =
        stopped
            .thenApply(done -> true)
            .toCompletableFuture()
            .completeOnTimeout(false, STOP_PATIENCE_SECONDS, TimeUnit.SECONDS)
            .join();
  }
}
