package io.quorate.scenario;

import io.quorate.engine.core.CoreRouter;
import io.quorate.engine.core.ReplicaCore;
import io.quorate.engine.core.agreement.NewViewPlan;
import io.quorate.engine.core.effect.Effect;
import io.quorate.engine.core.effect.Outbox;
import io.quorate.engine.core.viewchange.CoordinatorCore;
import io.quorate.engine.core.viewchange.CoordinatorCore.Observation;
import io.quorate.engine.core.viewchange.CoordinatorCore.Order;
import io.quorate.engine.crypto.MessageSigner;
import io.quorate.engine.crypto.MessageVerifier;
import io.quorate.engine.crypto.VerificationFailure;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Fact;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.NewView;
import io.quorate.engine.model.message.Message.Request;
import io.quorate.engine.model.message.Message.Status;
import io.quorate.engine.model.message.Message.ViewChange;
import io.quorate.engine.model.message.MessageType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One life of a replica: the cores of production, wired as its actors wire them. Octets come in
 * through the verifier; votes leave when {@link ScenarioDisk} has their facts.
 */
final class ScenarioReplica implements Effect.Visitor<Void> {

  private final ScenarioWorld world;
  private final int self;
  private final MessageSigner signer;
  private final MessageVerifier verifier;
  private final ReplicaCore core;
  private final CoordinatorCore coordinator;
  private final CoreRouter router;
  private final ScenarioDisk disk;
  private final Outbox outbox = new Outbox();
  private NewViewPlan plan = NewViewPlan.NONE;

  ScenarioReplica(ScenarioWorld world, int self, ScenarioDisk disk) {
    this.world = world;
    this.self = self;
    this.disk = disk;
    var committee = world.committee();
    var configuration = committee.genesis().configuration();
    this.signer = committee.replica(self);
    this.verifier = committee.verifier();
    this.core =
        new ReplicaCore(
            signer, configuration, committee.genesisCheckpoint(), ScenarioWorld.settings());
    this.coordinator =
        new CoordinatorCore(new ReplicaId(self), configuration, ScenarioWorld.timeout());
    this.router = new CoreRouter(core, status -> {}, strange -> {});
    now();
    core.recall(disk.recoveredState());
    coordinator.resume(core.view(), !core.isVoting(), world.time().nanos());
  }

  ReplicaCore core() {
    return core;
  }

  /** Octets arrived. */
  void receive(Bytes wire) {
    now();
    var opened = verifier.open(wire, this::rejected);
    if (opened.isEmpty()) {
      return;
    } else if (verifier.isSigned(opened.get())) {
      verifier.read(opened.get(), new Reading());
    } else {
      rejected(new VerificationFailure.BadSignature(opened.get().statement().signer()));
    }
    go();
  }

  /** Time has passed: what the replica does at a tick, but for saying where it stands. */
  void tick() {
    now();
    core.onTick();
    boolean works = core.hasWork() && !core.isBehindTheGroup();
    long oldest = core.waiting().passedOverSince().orElse(Long.MAX_VALUE);
    long now = world.time().nanos();
    coordinator.onTick(
        new Observation(
            core.executed().value(),
            now,
            works,
            oldest,
            core.waiting().allowed(),
            core.isPrimaryDoubted()),
        now);
    go();
  }

  /** Somebody asks this replica to relieve the primary. */
  void handOver() {
    coordinator.onSuspect(core.view(), "asked to hand over");
    go();
  }

  void sayStatus() {
    now();
    say(core.status(), Optional.empty());
  }

  /** A state transfer from this peer is over. */
  void install(ScenarioReplica peer) {
    now();
    var checkpoint = peer.core.stable();
    disk.restored(checkpoint);
    core.installState(checkpoint, request -> true);
    note("has the state of " + world.shortNames().header(checkpoint.header()));
    go();
  }

  /** Carries out all that the cores want, until they want nothing more. */
  void go() {
    boolean more = true;
    while (more) {
      core.propose();
      var effects = core.takeEffects();
      effects.forEach(effect -> effect.accept(this));
      boolean wrote = write();
      var orders = coordinator.takeOrders();
      orders.forEach(this::carryOut);
      more = wrote || !effects.isEmpty() || !orders.isEmpty();
    }
  }

  private boolean write() {
    var group = disk.isStuck() ? List.<Fact>of() : outbox.nextGroup();
    if (!group.isEmpty()) {
      disk.write(group);
      outbox.written().forEach(this::release);
    }
    return !group.isEmpty();
  }

  /** A vote is durable: it leaves, and comes back to whoever counts it. */
  private void release(Verified<? extends Message> vote) {
    forward(vote.wire(), Optional.empty());
    if (vote.message() instanceof ViewChange) {
      coordinator.onViewChange(vote.as(ViewChange.class), world.time().nanos());
    } else if (vote.message() instanceof NewView) {
      coordinator.onNewView(vote.as(NewView.class));
    }
    core.onOwn(vote);
  }

  private void carryOut(Order order) {
    if (order instanceof Order.StopVoting stop) {
      note("wants view " + stop.next().value() + ", " + stop.why());
      core.stopVoting(stop.next());
    } else if (order instanceof Order.ProposeNewView propose) {
      core.proposeNewView(propose.message(), propose.viewChanges());
    } else if (order instanceof Order.Install install) {
      plan = install.plan();
      core.install(install.view(), install.plan(), install.proof());
    } else if (order instanceof Order.Repeat repeat) {
      forward(repeat.viewChange(), Optional.empty());
    } else if (order instanceof Order.Refuse refuse) {
      note("refuses " + refuse.signer() + ": " + world.shortNames().of(refuse.why()));
    }
  }

  @Override
  public Void persistThenSend(Effect.PersistThenSend effect) {
    outbox.offer(effect);
    return null;
  }

  @Override
  public Void persist(Effect.Persist effect) {
    outbox.offer(effect);
    return null;
  }

  @Override
  public Void signAndSend(Effect.SignAndSend effect) {
    if (!(effect.message() instanceof Status)) {
      say(effect.message(), effect.to());
    }
    return null;
  }

  @Override
  public Void sendSigned(Effect.SendSigned effect) {
    forward(effect.wire(), effect.to());
    return null;
  }

  @Override
  public Void sendMissing(Effect.SendMissing effect) {
    forward(effect.wire(), Optional.of(effect.to()));
    return null;
  }

  @Override
  public Void execute(Effect.Execute effect) {
    note("executes " + effect.sequence().value() + " " + name(effect));
    world.decided().note(effect);
    var header = disk.executed(effect);
    world.shortNames().learn(header);
    core.onExecuted(header);
    return null;
  }

  private String name(Effect.Execute effect) {
    world.shortNames().learn(effect.batch());
    return world.shortNames().batch(effect.batch().digest());
  }

  @Override
  public Void offerState(Effect.OfferState effect) {
    note("offers " + effect.to().value() + " its state");
    return null;
  }

  @Override
  public Void stabilizeCheckpoint(Effect.StabilizeCheckpoint effect) {
    note("knows " + world.shortNames().header(effect.checkpoint().header()) + " to be stable");
    return null;
  }

  @Override
  public Void reportVotingStopped(Effect.ReportVotingStopped effect) {
    return null; // its VIEW-CHANGE is seen
  }

  @Override
  public Void reportViewInstalled(Effect.ReportViewInstalled effect) {
    note("begins view " + effect.view().value() + world.shortNames().of(plan));
    coordinator.onInstalled(effect.view(), world.time().nanos());
    return null;
  }

  @Override
  public Void suspectPrimary(Effect.SuspectPrimary effect) {
    coordinator.onSuspect(effect.view(), effect.why());
    return null;
  }

  @Override
  public Void countRejection(Effect.CountRejection effect) {
    note("refuses " + effect.signer() + ": " + world.shortNames().of(effect.why()));
    return null;
  }

  @Override
  public Void reportEvidence(Effect.ReportEvidence effect) {
    return null; // what was refused is seen
  }

  @Override
  public Void halt(Effect.Halt effect) {
    note("halts");
    return null;
  }

  private void say(Message message, Optional<ReplicaId> to) {
    forward(signer.sign(message).wire(), to);
  }

  private void forward(Bytes wire, Optional<ReplicaId> to) {
    world.send(wire, self, to.map(peer -> Set.of(peer.value())));
  }

  private void rejected(VerificationFailure why) {
    note("distrusts " + ShortNames.of(why));
  }

  private void note(String what) {
    world.scenarioLog().note(self, what);
  }

  private void now() {
    core.at(world.time().nanos(), world.time().millis());
  }

  /** Hands what was verified to whom it is for. */
  private final class Reading implements MessageVerifier.Outcome {
    @Override
    public void verified(Verified<? extends Message> message) {
      if (message.message().type() == MessageType.REQUEST) {
        core.onRequest(message.as(Request.class));
      } else if (message.message() instanceof ViewChange) {
        coordinator.onViewChange(message.as(ViewChange.class), world.time().nanos());
      } else if (message.message() instanceof NewView) {
        coordinator.onNewView(message.as(NewView.class));
      } else {
        router.deliver(message);
      }
    }

    @Override
    public void unverified(VerificationFailure why) {
      rejected(why);
    }
  }
}
