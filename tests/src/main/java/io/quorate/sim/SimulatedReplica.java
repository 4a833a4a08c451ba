package io.quorate.sim;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.ReplicaId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A machine on which a replica lives: it may be switched off and on, and frozen for a while. */
final class SimulatedReplica {

  static final long TICK = 25_000_000;

  private final int index;
  private final World world;
  private final SimulatedDisk disk;
  private final Supplier<SimulatedExecutor> executors;
  private final Adversary adversary;
  private final List<Runnable> asleep = new ArrayList<>();
  private Optional<Shell> shell = Optional.empty();
  private boolean paused;
  private int life;

  /**
   * What all machines share.
   *
   * @param states by digest: where fetched states come from
   */
  record World(
      SimulatedClock clock,
      SimulatedNetwork network,
      Identities identities,
      Witness witness,
      Map<Digest, Snapshot> states) {}

  SimulatedReplica(
      int index,
      World world,
      SimulatedDisk disk,
      Supplier<SimulatedExecutor> executors,
      Adversary adversary) {
    this.index = index;
    this.world = world;
    this.disk = disk;
    this.executors = executors;
    this.adversary = adversary;
  }

  int index() {
    return index;
  }

  boolean isUp() {
    return shell.isPresent();
  }

  Optional<Shell> shell() {
    return shell;
  }

  /** Begins a life, with what the disk holds. */
  void start() {
    if (isUp()) {
      return;
    }
    life++;
    var site = new Surroundings(life);
    var newborn = new Shell(new ReplicaId(index), world.identities(), site, executors.get());
    shell = Optional.of(newborn);
    newborn.start();
    tick(newborn, site);
  }

  void crash() {
    life++;
    disk.crash();
    asleep.clear();
    paused = false;
    shell = Optional.empty();
  }

  void pause() {
    paused = isUp();
  }

  void resume() {
    if (paused) {
      paused = false;
      var backlog = List.copyOf(asleep);
      asleep.clear();
      backlog.forEach(Runnable::run);
    }
  }

  void receive(Bytes wire) {
    shell.ifPresent(running -> whenAwake(life, () -> running.receive(wire)));
  }

  private void tick(Shell running, Surroundings site) {
    site.after(
        TICK,
        () -> {
          running.tick();
          tick(running, site);
        });
  }

  private void whenAwake(int of, Runnable action) {
    if (of == life && paused) {
      asleep.add(() -> whenAwake(of, action));
    } else if (of == life) {
      action.run();
    }
  }

  /** What one life sees of the world. */
  private final class Surroundings implements Site {
    private final int of;

    private Surroundings(int of) {
      this.of = of;
    }

    @Override
    public long now() {
      return world.clock().now();
    }

    @Override
    public long wall() {
      return world.clock().wall();
    }

    @Override
    public void send(int to, Bytes wire) {
      if (to == index) {
        return;
      }
      for (var sent : adversary.rewrite(new Adversary.Sent(to, wire))) {
        world.network().send(index, sent.to(), sent.wire());
      }
    }

    @Override
    public void sendToAllPeers(Bytes wire) {
      for (int peer = 0; peer < world.identities().membership().size(); peer++) {
        send(peer, wire);
      }
    }

    @Override
    public void reply(ClientId to, Bytes wire) {
      send(SimulatedClient.node(to), wire);
    }

    @Override
    public void after(long delay, Runnable action) {
      world.clock().after(delay, () -> whenAwake(of, action));
    }

    @Override
    public long draw(long bound) {
      return world.clock().draw(bound);
    }

    @Override
    public SimulatedDisk disk() {
      return disk;
    }

    @Override
    public Witness witness() {
      return world.witness();
    }

    @Override
    public void publish(Snapshot snapshot) {
      world.states().put(snapshot.header().state(), snapshot);
    }

    @Override
    public Optional<Snapshot> find(Digest state) {
      return Optional.ofNullable(world.states().get(state));
    }
  }
}
