package io.quorate.cluster;

import io.quorate.bootstrap.access.ReplicaAccess;
import io.quorate.bootstrap.access.ReplicaStarter;
import io.quorate.bootstrap.access.ReplicaStatus;
import io.quorate.bootstrap.assembly.Assembly;
import io.quorate.bootstrap.cli.group.GroupDirectory;
import io.quorate.bootstrap.node.Node;
import io.quorate.engine.client.Reply;
import io.quorate.engine.codec.Canonical;
import io.quorate.engine.codec.MessageCodec;
import io.quorate.engine.crypto.KeyRing;
import io.quorate.engine.crypto.MessageSigner;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.replica.Replica;
import io.quorate.engine.replica.ReplicaParts;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.Adapter;

/**
 * A process that is a replica in all, but that proposes one thing to some and another to others.
 */
public final class TwoFacedReplica implements ReplicaStarter {

  private TwoFacedReplica() {}

  /** Takes the arguments of {@code quorate start}. */
  public static void main(String[] arguments) {
    var given = List.of(arguments);
    var root = Path.of(given.get(given.indexOf("--dir") + 1));
    int index = Integer.parseInt(given.get(given.indexOf("--replica") + 1));
    var node = Node.start(new GroupDirectory(root).settings(index), new TwoFacedReplica());
    node.system().getWhenTerminated().toCompletableFuture().join();
  }

  @Override
  public Started start(ActorSystem<?> system, Member member, Ports ports) {
    var ring = KeyRing.of(member.genesis(), Canonical.clusterId(member.genesis()));
    var parts = twoFaced(Assembly.replicaParts(system, member, ports, ring));
    Adapter.spawn(
        Adapter.toClassic(system),
        Replica.create(parts),
        "quorate",
        DispatcherSelector.fromConfig("quorate.dispatchers.replica"));
    return new Started(
        new Mute(),
        operation -> CompletableFuture.failedFuture(new UnsupportedOperationException()),
        () -> CompletableFuture.completedStage(true));
  }

  private static ReplicaParts twoFaced(ReplicaParts honest) {
    var ring = honest.ring();
    var codec = new MessageCodec(ring.cluster(), ring.configuration().id());
    var identity = honest.identity();
    var signer = new MessageSigner(codec, identity.id().value(), identity.signer());
    var world = honest.world();
    return new ReplicaParts(
        identity,
        ring,
        honest.machine(),
        honest.memory(),
        new ReplicaParts.World(
            new TwoFacedTransport(world.transport(), signer, secondHalf(ring)),
            world.clock(),
            world.meter()),
        honest.settings(),
        honest.blocking());
  }

  private static Set<String> secondHalf(KeyRing ring) {
    return ring.configuration().members().stream()
        .filter(member -> member.id().value() >= ring.configuration().size() / 2)
        .map(member -> member.address())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Nobody asks a liar. */
  private static final class Mute implements ReplicaAccess {
    @Override
    public CompletionStage<Reply> ask(Bytes operation) {
      return CompletableFuture.failedFuture(new UnsupportedOperationException());
    }

    @Override
    public CompletionStage<ReplicaStatus> status() {
      return CompletableFuture.failedFuture(new UnsupportedOperationException());
    }
  }
}
