package io.quorate.sim;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.RequestReference;
import io.quorate.engine.replica.Mode;
import io.quorate.engine.replica.Replica;
import io.quorate.engine.replica.ReplicaParts;
import io.quorate.engine.replica.ReplicaSettings;
import io.quorate.engine.replica.ReplicaState;
import io.quorate.engine.spi.Clock;
import io.quorate.engine.spi.CommitLog;
import io.quorate.engine.spi.Transport.Lane;
import io.quorate.persistence.log.CommitJournal;
import io.quorate.persistence.log.JournalSettings;
import io.quorate.persistence.log.VoteJournal;
import io.quorate.sim.adversary.Adversary;
import java.util.Optional;

/**
 * A machine on which a replica lives: it may be switched off and on, frozen for a while, slow, and
 * wrong about the time. Each life is an actor system of its own, with the actors of production.
 */
final class SimulatedReplica {

  static final String VOTES = "votes";

  private static final String COMMITS = "commits";
  private static final int SLOT_OCTETS = 512;
  private static final long LOOK_UP = 500_000_000;

  private final int index;
  private final int place;
  private final World world;
  private final SimulatedDisk disk;
  private final Adversary adversary;
  private final ReplicaSettings settings;
  private final JournalSettings journals;
  private Optional<SimulatedNode> node = Optional.empty();
  private long lives;
  private long skew;
  private boolean diskFailed;
  private boolean learner;
  private int home = 1;
  private boolean ambushed;

  /** What all machines share. */
  record World(
      SimulatedClock clock,
      SimulatedNetwork network,
      Identities identities,
      CheckRunner checkRunner,
      Tally transitions,
      Tally refusals,
      SimulatedParts parts,
      Sizes sizes,
      Costs costs,
      Transcript transcript) {}

  /**
   * @param place its node in the network: another one than its index for a twin
   */
  SimulatedReplica(int index, int place, World world, SimulatedDisk disk, Adversary adversary) {
    this.index = index;
    this.place = place;
    this.world = world;
    this.disk = disk;
    this.adversary = adversary;
    this.settings = ReplicaSettings.from(world.sizes().settings());
    this.journals = JournalSettings.from(world.sizes().settings());
    disk.costs(world.costs());
  }

  int index() {
    return index;
  }

  SimulatedDisk disk() {
    return disk;
  }

  boolean isUp() {
    return node.isPresent();
  }

  Optional<SimulatedNode> node() {
    return node;
  }

  /** It follows and votes no more, for its disk was lost. */
  boolean isLearner() {
    return learner;
  }

  /** Begins a life, with what the disk holds. */
  void start() {
    if (isUp()) {
      return;
    }
    lives++;
    disk.open();
    world.checkRunner().started(index);
    var process = new SimulatedProcess(world.clock(), disk, world.costs());
    var machine = world.parts().machine(index, world.checkRunner());
    machine.fit(world.sizes());
    var meter = new SimulatedMeter(index, world.transitions(), refusals(), world.transcript());
    var newborn = new SimulatedNode(process, machine, this::onState);
    node = Optional.of(newborn);
    if (place == index) {
      world.network().settle(index, address());
    }
    newborn.start(Replica.create(parts(newborn, meter)));
    lookUp(newborn);
    meter.whenBecoming(mode -> onBecoming(mode, newborn));
    meter.whenStable(() -> world.parts().stable(this));
  }

  private String address() {
    return Identities.address(index, home);
  }

  /** For as long as this life lasts, a registry tells it where others listen. */
  private void lookUp(SimulatedNode life) {
    if (node.filter(life::equals).isPresent()) {
      life.tell(new Replica.Hints(world.network().addresses()));
      world.clock().after(LOOK_UP, () -> lookUp(life));
    }
  }

  /** Begins a life somewhere else. */
  void joinElsewhere() {
    if (!isUp()) {
      home++;
      start();
    }
  }

  /** An operator asks it to relieve its primary. */
  void handOver() {
    node.ifPresent(SimulatedNode::handOver);
  }

  private void onBecoming(Mode mode, SimulatedNode newborn) {
    if (mode == Mode.HALTED) {
      newborn.look();
    } else if (ambushed && mode == Mode.CATCHING_UP) {
      disk.fill(true);
    }
  }

  private ReplicaParts parts(SimulatedNode newborn, SimulatedMeter meter) {
    var identities = world.identities();
    return new ReplicaParts(
        new ReplicaParts.Identity(
            new ReplicaId(index), identities.replica(index).signer(), lives, address(), learner),
        identities.ring(),
        newborn.machine(),
        new ReplicaParts.Memory(
            VoteJournal.create(VOTES, journals),
            MessageProbe.by(this::hear, CommitJournal.create(COMMITS, journals)),
            new SimulatedSnapshots(disk)),
        new ReplicaParts.World(
            new SimulatedTransport(place, world.network(), adversary, newborn::listen),
            new Watch(),
            meter),
        settings,
        task -> runSlowly(newborn.process(), task));
  }

  /** What a thread that may block does takes as long as the disk. */
  private void runSlowly(SimulatedProcess process, Runnable task) {
    process.schedule(disk.delay(), () -> process.threads().execute(task));
  }

  private void hear(CommitLog.Command command) {
    if (command instanceof CommitLog.Append append) {
      for (var decision : append.decisions()) {
        var batch = decision.batch();
        world
            .checkRunner()
            .decided(
                new Check.Ruling(
                    index,
                    decision.certificate().sequence().value(),
                    batch.digest(),
                    batch.requests().stream().map(RequestReference::digest).toList()));
      }
    }
  }

  private void onState(ReplicaState state) {
    if (state.mode() == Mode.HALTED && !diskFailed) {
      diskFailed = disk.hasFailed();
      if (!diskFailed) {
        world.checkRunner().halted(index, state.why());
      }
    }
  }

  /** What somebody does who finds the replica stopped by its disk. */
  void repair() {
    if (diskFailed) {
      if (disk.isDamaged()) {
        disk.wipe();
        learner = true;
      }
      crash();
      start();
    }
  }

  /** Its disk is full from when it next catches up; at once, if it follows. */
  void ambush(boolean now) {
    ambushed = now;
    if (learner || !now) {
      disk.fill(now);
    }
  }

  /** Its disk keeps nothing of what it acknowledges: from now on nobody need believe it. */
  void deceive() {
    world.checkRunner().exclude(index);
    disk.lie(true);
  }

  /** Has what it keeps compared with what it may. */
  void weigh() {
    var limits = world.identities().rules().limits();
    long replies = limits.replyBytes() + limits.largestAnswer();
    node.ifPresent(
        running -> {
          world
              .checkRunner()
              .weighed(new Check.Weight(index, "messages", running.weight(), most()));
          world
              .checkRunner()
              .weighed(new Check.Weight(index, "replies", running.weightOfReplies(), replies));
        });
  }

  /**
   * Decisions for peers, requests that wait, those of the batches between the marks, and for every
   * slot there a proposal, two votes of each replica, their certificates and what they decide.
   */
  private long most() {
    var identities = world.identities();
    var rules = identities.rules();
    long slot = SLOT_OCTETS * (2 + 2L * identities.configuration().size());
    return settings.limits().historyOctets()
        + settings.limits().poolTotal()
        + world.sizes().ordered(rules)
        + slot * rules.window();
  }

  void crash() {
    node.ifPresent(SimulatedNode::kill);
    node = Optional.empty();
    if (place == index) {
      world.network().leave(index);
    }
    diskFailed = false;
    disk.crash();
  }

  void pause() {
    node.ifPresent(running -> running.process().pause());
  }

  void resume() {
    node.ifPresent(running -> running.process().resume());
  }

  /** Lets every actor's turn wait for up to so many nanoseconds. */
  void slowDown(long most) {
    node.ifPresent(running -> running.process().slowDown(most));
  }

  /** Sets the calendar's clock wrong by so many milliseconds. */
  void skew(long millis) {
    skew = millis;
  }

  void receive(Lane lane, Bytes wire) {
    if (adversary.hears(wire)) {
      node.ifPresent(running -> running.receive(lane, wire));
    }
  }

  /** What liars refuse is nobody's concern. */
  private Tally refusals() {
    return world.checkRunner().trusts(index) ? world.refusals() : new Tally();
  }

  private final class Watch implements Clock {
    @Override
    public long nanos() {
      return world.clock().now();
    }

    @Override
    public long millis() {
      return world.clock().wall() + skew;
    }
  }
}
