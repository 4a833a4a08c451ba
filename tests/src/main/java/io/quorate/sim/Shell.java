package io.quorate.sim;

import io.quorate.engine.core.BatchCutter;
import io.quorate.engine.core.CoordinatorCore;
import io.quorate.engine.core.CoreSettings;
import io.quorate.engine.core.Outbox;
import io.quorate.engine.core.ReplicaCore;
import io.quorate.engine.core.ViewTimeout;
import io.quorate.engine.crypto.Distrust;
import io.quorate.engine.crypto.MessageSigner;
import io.quorate.engine.crypto.MessageVerifier;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.Checkpoint;
import io.quorate.engine.model.message.Message.Commit;
import io.quorate.engine.model.message.Message.Decided;
import io.quorate.engine.model.message.Message.Fetch;
import io.quorate.engine.model.message.Message.FetchDecided;
import io.quorate.engine.model.message.Message.NewView;
import io.quorate.engine.model.message.Message.PrePrepare;
import io.quorate.engine.model.message.Message.Prepare;
import io.quorate.engine.model.message.Message.Request;
import io.quorate.engine.model.message.Message.StateManifest;
import io.quorate.engine.model.message.Message.Status;
import io.quorate.engine.model.message.Message.ViewChange;
import java.time.Duration;
import java.util.List;

/**
 * One life of one replica: the cores and the hands that perform what they ask for. It does what the
 * actors do, in one thread.
 */
final class Shell implements MessageVerifier.Outcome {

  static final Duration VIEW_TIMEOUT = Duration.ofSeconds(1);
  static final Duration VIEW_TIMEOUT_CEILING = Duration.ofSeconds(8);

  private static final long PATIENCE_WITH_PRIMARY = 300_000_000;
  private static final int HANDED_ON = 8;
  private static final long HISTORY_OCTETS = 6_000;

  private final Site site;
  private final ReplicaId self;
  private final Identities identities;
  private final MessageSigner signer;
  private final MessageVerifier verifier;
  private final ReplicaCore core;
  private final CoordinatorCore coordinator;
  private final Outbox outbox = new Outbox();
  private final Hands hands;
  private boolean halted;
  private long ticks;

  Shell(ReplicaId self, Identities identities, Site site, SimulatedExecutor executor) {
    this.self = self;
    this.site = site;
    this.identities = identities;
    this.signer = identities.replica(self.value());
    this.verifier = identities.verifier();
    this.core =
        new ReplicaCore(
            signer, identities.membership(), identities.beginning(), settings(identities));
    this.coordinator =
        new CoordinatorCore(
            self, identities.membership(), new ViewTimeout(VIEW_TIMEOUT, VIEW_TIMEOUT_CEILING));
    this.hands = new Hands(this, executor);
  }

  /** A history of some ten slots, so that whoever lags more needs the state. */
  private static CoreSettings settings(Identities identities) {
    return new CoreSettings(
        identities.rules(),
        new BatchCutter(4, 8, identities.rules().maxBatchOperations()),
        HISTORY_OCTETS,
        Duration.ofMillis(40),
        Duration.ofSeconds(1),
        Duration.ofMillis(250));
  }

  /** Takes up what a former life left on the disk. */
  void start() {
    core.at(site.now(), site.wall());
    var memory = site.disk().recall();
    core.recall(memory);
    coordinator.resume(core.view(), !core.isVoting(), site.now());
    hands.recall(memory);
    settle();
  }

  ReplicaCore core() {
    return core;
  }

  Site site() {
    return site;
  }

  MessageSigner signer() {
    return signer;
  }

  Outbox outbox() {
    return outbox;
  }

  CoordinatorCore coordinator() {
    return coordinator;
  }

  SimulatedExecutor executor() {
    return hands.executor();
  }

  boolean isHalted() {
    return halted;
  }

  void halt(String why) {
    halted = true;
    site.witness().halted(self.value(), why);
  }

  void tick() {
    if (halted) {
      return;
    }
    core.at(site.now(), site.wall());
    core.onTick();
    coordinator.onTick(
        new CoordinatorCore.Observation(
            core.executed().value(), core.hasWork(), core.oldestPending().orElse(Long.MAX_VALUE)),
        site.now());
    if (++ticks % 10 == 0) {
      handOn();
    }
    settle();
  }

  /** Octets came from the network. */
  void receive(Bytes wire) {
    if (halted) {
      return;
    }
    core.at(site.now(), site.wall());
    verifier
        .open(wire, this::distrusted)
        .filter(verifier::isSigned)
        .ifPresent(message -> verifier.read(message, this));
    settle();
  }

  @Override
  public void distrusted(Distrust why) {
    // Production counts it; here the checks see what matters.
  }

  @Override
  public void verified(Verified<? extends Message> message) {
    var content = message.message();
    switch (content.type()) {
      case REQUEST -> hands.admit(message.as(Request.class));
      case PRE_PREPARE -> core.onPrePrepare(message.as(PrePrepare.class));
      case PREPARE -> core.onPrepare(message.as(Prepare.class));
      case COMMIT -> core.onCommit(message.as(Commit.class));
      case CHECKPOINT -> core.onCheckpoint(message.as(Checkpoint.class));
      case VIEW_CHANGE -> coordinator.onViewChange(message.as(ViewChange.class), site.now());
      case NEW_VIEW -> coordinator.onNewView(message.as(NewView.class));
      case STATUS -> core.onStatus((Status) content);
      case FETCH -> core.onFetch((Fetch) content);
      case FETCH_DECIDED -> core.onFetchDecided((FetchDecided) content);
      case DECIDED -> core.onDecided(message.as(Decided.class));
      case STATE_MANIFEST -> hands.fetch((StateManifest) content);
      default -> {}
    }
  }

  /** Performs effects and orders until none is left, then writes what waits. */
  void settle() {
    while (!halted) {
      core.propose();
      var effects = core.takeEffects();
      var orders = coordinator.takeOrders();
      if (effects.isEmpty() && orders.isEmpty()) {
        break;
      }
      effects.forEach(effect -> effect.accept(hands));
      orders.forEach(this::perform);
    }
    write();
  }

  private void perform(CoordinatorCore.Order order) {
    if (order instanceof CoordinatorCore.Order.StopVoting stop) {
      core.stopVoting(stop.next());
    } else if (order instanceof CoordinatorCore.Order.ProposeNewView propose) {
      core.proposeNewView(propose.message(), propose.viewChanges());
    } else if (order instanceof CoordinatorCore.Order.Install install) {
      core.install(install.view(), install.plan(), install.proof());
    } else if (order instanceof CoordinatorCore.Order.Repeat repeat) {
      site.sendToAllPeers(repeat.viewChange());
    }
  }

  private void write() {
    var group = outbox.nextGroup();
    if (!group.isEmpty() && !halted) {
      site.disk().writeVotes(group, () -> site.after(0, this::written));
    }
  }

  private void written() {
    core.at(site.now(), site.wall());
    for (var vote : outbox.written()) {
      site.sendToAllPeers(vote.wire());
      own(vote);
    }
    settle();
  }

  private void own(Verified<? extends Message> vote) {
    switch (vote.message().type()) {
      case VIEW_CHANGE -> coordinator.onViewChange(vote.as(ViewChange.class), site.now());
      case NEW_VIEW -> coordinator.onNewView(vote.as(NewView.class));
      default -> core.onOwn(vote);
    }
  }

  /** A request that waits may be one that the primary was not sent. */
  private void handOn() {
    var primary = identities.membership().primaryOf(core.view());
    if (!primary.equals(self)) {
      core.pendingSinceBefore(site.now() - PATIENCE_WITH_PRIMARY, HANDED_ON)
          .forEach(request -> site.send(primary.value(), request.wire()));
    }
  }

  /** For the transcript of a failing run. */
  List<Object> standing() {
    return List.of(self, core.view(), core.isVoting(), coordinator.state(), core.executed());
  }
}
