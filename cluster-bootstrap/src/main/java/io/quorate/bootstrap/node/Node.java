package io.quorate.bootstrap.node;

import io.quorate.bootstrap.access.ReplicaStarter;
import io.quorate.bootstrap.access.ReplicaStarter.Started;
import io.quorate.bootstrap.committee.CommitteeFile;
import io.quorate.bootstrap.http.HttpInterface;
import io.quorate.bootstrap.keys.IdentityFile;
import io.quorate.bootstrap.keys.IdentityKey;
import io.quorate.bootstrap.metrics.NodeMetrics;
import io.quorate.bootstrap.registry.ClusterRegistry;
import io.quorate.bootstrap.tls.CommitteeTrust;
import io.quorate.bootstrap.tls.QuorateSslEngineProvider;
import io.quorate.bootstrap.tls.TlsFiles;
import io.quorate.engine.model.Genesis;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.spi.StateMachine;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.remote.RemoteTransportException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running replica: remoting, the engine, HTTP; stopped in the opposite order. */
public final class Node {

  /** The identity key's file in a replica's directory. */
  public static final String IDENTITY = "identity.key";

  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  private final ActorSystem system;
  private final DataDirectory data;
  private final Started engine;
  private final HttpInterface http;

  private Node(ActorSystem system, DataDirectory data, Started engine, HttpInterface http) {
    this.system = system;
    this.data = data;
    this.engine = engine;
    this.http = http;
  }

  /**
   * Starts what the settings describe, or nothing.
   *
   * @throws CannotStart with a message for the operator
   * @throws io.quorate.bootstrap.settings.Problems.Unusable for a committee that is none
   */
  public static Node start(NodeSettings settings, ReplicaStarter starter) {
    var genesis = CommitteeFile.read(settings.committee());
    var identity = identity(settings, genesis);
    var application = application(settings.applicationClass());
    var data = DataDirectory.open(settings.storage(), genesis, settings.index());
    var member = member(settings, genesis, identity, data);
    try {
      return start(settings, starter, member, application, data);
    } catch (RuntimeException e) {
      data.close();
      throw e;
    }
  }

  private static Node start(
      NodeSettings settings,
      ReplicaStarter starter,
      ReplicaStarter.Member member,
      StateMachine application,
      DataDirectory data) {
    var system = system(settings, member.genesis());
    try {
      var metrics = new NodeMetrics();
      ProcessMetrics.register(metrics);
      var typed = Adapter.toTyped(system);
      var ports = new ReplicaStarter.Ports(application, new ClusterRegistry(typed), metrics);
      var engine = starter.start(typed, member, ports);
      var http = HttpInterface.start(system, settings.http(), engine, metrics);
      return new Node(system, data, engine, http);
    } catch (CompletionException e) {
      system.terminate();
      throw new CannotStart(
          "port " + settings.http().port() + " is in use or cannot be bound", e.getCause());
    } catch (IllegalStateException e) {
      system.terminate();
      throw new CannotStart(e.getMessage(), e);
    }
  }

  private static ReplicaStarter.Member member(
      NodeSettings settings, Genesis genesis, IdentityKey identity, DataDirectory data) {
    var storage =
        new ReplicaStarter.Storage(
            settings.storage().data(),
            settings.storage().durable(),
            data.life().incarnation(),
            settings.storage().durable() && data.life().lost());
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

  private static ActorSystem system(NodeSettings settings, Genesis genesis) {
    var config = PekkoSettings.of(settings, genesis);
    try {
      var tls =
          QuorateSslEngineProvider.setup(
              TlsFiles.read(settings.directory()),
              new CommitteeTrust(genesis, InstantSource.system()));
      var setup = ActorSystemSetup.create(BootstrapSetup.create(config), tls);
      return ActorSystem.create(PekkoSettings.SYSTEM, setup);
    } catch (IOException e) {
      throw new CannotStart(e.getMessage(), e);
    } catch (RemoteTransportException e) {
      throw new CannotStart(
          PekkoSettings.addressOf(settings, genesis) + " is in use or cannot be bound", e);
    }
  }

  public ActorSystem system() {
    return system;
  }

  /** Where HTTP is served, with the port that was really bound. */
  public int httpPort() {
    return http.port();
  }

  /** Stops answering, then the engine, then remoting; done when the data is released. */
  public CompletionStage<?> stop() {
    LOG.info("stopping");
    return quietly("http", http.stop())
        .thenCompose(done -> quietly("engine", engine.stop().stop()))
        .thenCompose(
            done -> {
              system.terminate();
              return system.getWhenTerminated();
            })
        .whenComplete((done, failure) -> data.close());
  }

  private static CompletionStage<Boolean> quietly(String what, CompletionStage<?> stopped) {
    return stopped.handle(
        (done, failure) -> {
          if (failure != null) {
            LOG.warn("{} did not stop in order", what, failure);
          }
          return failure == null;
        });
  }
}
