package io.quorate.bench.flood;

import com.typesafe.config.ConfigFactory;
import io.quorate.bench.process.Counters;
import io.quorate.bench.process.MeasuredProcess;
import io.quorate.bootstrap.cli.group.GroupDirectory;
import io.quorate.bootstrap.keys.IdentityFile;
import io.quorate.bootstrap.link.TlsTransport;
import io.quorate.bootstrap.node.ConfigLayers;
import io.quorate.bootstrap.node.Node;
import io.quorate.engine.codec.Canonical;
import io.quorate.engine.codec.MessageCodec;
import io.quorate.engine.crypto.KeyRing;
import io.quorate.engine.crypto.MessageSigner;
import io.quorate.engine.spi.EngineMetrics;
import io.quorate.engine.spi.Meter;
import io.quorate.engine.spi.Metric;
import io.quorate.engine.spi.Transport.Lane;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.pekko.actor.ActorSystem;

/**
 * Speaks with a replica's key over connections with its certificate, and says far too much: so many
 * votes a second, to each of the others in turn. What a connection does not take is not sent again.
 */
final class Flooder implements AutoCloseable {

  private static final int LOOK_MILLIS = 500;

  /** Signed in a millisecond or more: all are replaced in a second or two. */
  private static final int FRESH = 2;

  private final GroupDirectory group;
  private final int rate;
  private final ActorSystem system;
  private final TlsTransport transport;
  private final Ammunition ammunition;
  private final List<String> targets;
  private final List<URI> statuses;
  private final LongAdder dropped = new LongAdder();
  private final Thread thread = new Thread(this::flood, "quorate-flood");
  private final Thread monitor = new Thread(this::look, "quorate-flood-monitor");
  private volatile Standing others = new Standing(0, 0);
  private volatile boolean ended;
  private long offered;
  private long begun;
  private double cpuBefore;

  /**
   * @param rate votes a second, to all targets together
   * @throws IOException when the replica's keys are not there
   */
  Flooder(GroupDirectory group, int replica, int rate) throws IOException {
    this.group = group;
    this.rate = rate;
    var genesis = group.genesis();
    var ring = KeyRing.of(genesis, Canonical.clusterId(genesis));
    var home = group.replica(replica);
    var key = IdentityFile.read(home.resolve(Node.IDENTITY));
    var codec = new MessageCodec(ring.cluster(), ring.configuration().id());
    var victims =
        ring.configuration().members().stream()
            .filter(member -> member.id().value() != replica)
            .toList();
    this.ammunition =
        new Ammunition(new MessageSigner(codec, replica, key.signer()), genesis.rules().window());
    this.targets = victims.stream().map(member -> member.address()).toList();
    this.statuses = victims.stream().map(member -> status(member.id().value())).toList();
    this.system =
        ActorSystem.create(
            "flood",
            ConfigLayers.over(ConfigFactory.parseMap(Map.of("pekko.actor.provider", "local"))));
    this.transport = TlsTransport.open(system, home, genesis, "", new Drops());
  }

  private URI status(int replica) {
    return URI.create("http://" + group.http(replica) + "/status");
  }

  /** Signs what it will send first, and has its connections made: on a busy machine that lasts. */
  void prepare() {
    see();
    ammunition.load(others);
    targets.forEach(target -> transport.toReplica(target, Lane.VOTES, ammunition.next()));
  }

  /** Floods until it is ended. */
  void begin() {
    begun = System.nanoTime();
    cpuBefore = cpu();
    monitor.setDaemon(true);
    monitor.start();
    thread.start();
  }

  private void see() {
    for (var status : statuses) {
      var found = Counters.status(status);
      if (found.isPresent()) {
        var json = found.get();
        others = new Standing(json.path("view").asLong(), json.path("executed").asLong());
        return;
      }
    }
  }

  private void look() {
    try {
      while (!ended) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        see();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What is due is sent once in a millisecond. */
  private void flood() {
    try {
      while (!ended) {
        long due = (long) ((System.nanoTime() - begun) / 1e9 * rate);
        for (; offered < due; offered++) {
          var target = targets.get((int) (offered % targets.size()));
          transport.toReplica(target, Lane.VOTES, ammunition.next());
        }
        for (int i = 0; i < FRESH; i++) {
          ammunition.replaceOldest(others);
        }
        TimeUnit.MILLISECONDS.sleep(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends it. */
  Spent end() throws InterruptedException {
    ended = true;
    thread.join();
    return new Spent(
        (System.nanoTime() - begun) / 1e9, offered, offered - dropped.sum(), cpu() - cpuBefore);
  }

  private static double cpu() {
    return MeasuredProcess.client().sample().cpu();
  }

  @Override
  public void close() {
    transport.close();
    system.terminate();
  }

  /** Counts what no connection took. */
  private final class Drops implements Meter {
    @Override
    public Counter counter(Metric metric, String... labels) {
      return metric.equals(EngineMetrics.DROPPED) ? dropped::add : by -> {};
    }

    @Override
    public Gauge gauge(Metric metric, String... labels) {
      return value -> {};
    }

    @Override
    public Distribution distribution(Metric metric, String... labels) {
      return value -> {};
    }
  }
}
