package io.quorate.engine.core;

import io.quorate.engine.core.agreement.Fetching;
import io.quorate.engine.core.agreement.History;
import io.quorate.engine.core.agreement.InOrderDelivery;
import io.quorate.engine.core.agreement.NewViewPlan;
import io.quorate.engine.core.agreement.PhaseBoard;
import io.quorate.engine.core.agreement.Phases;
import io.quorate.engine.core.agreement.Primary;
import io.quorate.engine.core.agreement.ProposalCheck;
import io.quorate.engine.core.agreement.Proposals;
import io.quorate.engine.core.agreement.QuietGroup;
import io.quorate.engine.core.agreement.SafetyRules;
import io.quorate.engine.core.agreement.SlotContext;
import io.quorate.engine.core.agreement.SlotWindow;
import io.quorate.engine.core.agreement.Step;
import io.quorate.engine.core.antientropy.AntiEntropy;
import io.quorate.engine.core.antientropy.PeerProgress;
import io.quorate.engine.core.antientropy.ViewProof;
import io.quorate.engine.core.checkpoint.CheckpointTracker;
import io.quorate.engine.core.checkpoint.WaterMarks;
import io.quorate.engine.core.effect.CoreBounds;
import io.quorate.engine.core.effect.Effect;
import io.quorate.engine.core.effect.Evidence;
import io.quorate.engine.core.effect.EvidenceBook;
import io.quorate.engine.core.effect.ReplicaIds;
import io.quorate.engine.core.health.ByteTime;
import io.quorate.engine.core.health.SlowPrimaryDetector;
import io.quorate.engine.core.health.SlowPrimaryVotes;
import io.quorate.engine.core.health.StallDetector;
import io.quorate.engine.core.request.Requests;
import io.quorate.engine.core.request.WaitingRequests;
import io.quorate.engine.crypto.MessageSigner;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Configuration;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Fact;
import io.quorate.engine.model.Header;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.certificate.StableCheckpoint;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.Checkpoint;
import io.quorate.engine.model.message.Message.CheckpointProof;
import io.quorate.engine.model.message.Message.Commit;
import io.quorate.engine.model.message.Message.Decided;
import io.quorate.engine.model.message.Message.Fetch;
import io.quorate.engine.model.message.Message.FetchDecided;
import io.quorate.engine.model.message.Message.NewView;
import io.quorate.engine.model.message.Message.PrePrepare;
import io.quorate.engine.model.message.Message.Prepare;
import io.quorate.engine.model.message.Message.Request;
import io.quorate.engine.model.message.Message.Status;
import io.quorate.engine.model.message.Stance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a replica decides: a verified message or a tick in, effects out, in order. Only routing is
 * here; each rule has a file of its own. Not thread-safe; knows no clock: {@code now} is the
 * shell's monotonic time in nanoseconds, {@code wall} its calendar time in milliseconds.
 */
public final class ReplicaCore {

  private final ReplicaId self;
  private final Configuration configuration;
  private final SafetyRules rules;
  private final SlotWindow window;
  private final Requests requests;
  private final InOrderDelivery delivery;
  private final CheckpointTracker checkpoints;
  private final Fetching fetching;
  private final Primary primary;
  private final AntiEntropy antiEntropy;
  private final PeerProgress progress;
  private final StallDetector stall;
  private final SlowPrimaryVotes slowVotes;
  private final WaterMarks marks;
  private final Phases phases;
  private final PhaseBoard board;
  private final EvidenceBook evidence;
  private final WaitingRequests waiting;

  @Bounded(by = CoreBounds.WINDOW)
  private List<Effect> effects = new ArrayList<>();

  private boolean isHalted;
  private long now;
  private long wall;

  public ReplicaCore(
      MessageSigner signer,
      Configuration configuration,
      StableCheckpoint genesis,
      CoreSettings settings) {
    this.self = ReplicaIds.of(signer.id());
    this.configuration = configuration;
    this.rules = new SafetyRules(signer);
    this.requests = new Requests(new ByteTime(settings.leastThroughput()));
    this.waiting = new WaitingRequests(requests, settings.poolPerClient());
    this.window = new SlotWindow(settings.rules());
    var context = new SlotContext(configuration, rules, requests);
    this.delivery = new InOrderDelivery(window, requests, new History(settings.historyOctets()));
    var quorum = configuration.quorum();
    int interval = settings.rules().checkpointInterval();
    int most = 2 * settings.rules().window();
    this.checkpoints = new CheckpointTracker(interval, quorum.size(), most, genesis);
    this.fetching = new Fetching(configuration, self, settings.fetchPatience().toNanos());
    this.primary =
        new Primary(
            settings.cutter(),
            new QuietGroup(settings.quietCheckpoint(), interval),
            window,
            context);
    this.antiEntropy =
        new AntiEntropy(context, window, checkpoints, delivery, settings.fetchPatience().toNanos());
    this.board = new PhaseBoard(quorum.size(), settings.rules().window());
    this.marks = new WaterMarks(checkpoints, context, delivery, primary, board);
    this.progress =
        new PeerProgress(self, settings.statusInterval(), settings.hurriedStatusInterval());
    this.stall = new StallDetector(settings.fetchPatience().toNanos() / 2);
    var slow = new SlowPrimaryDetector(settings.viewTimeout().toNanos(), quorum.faults());
    this.slowVotes = new SlowPrimaryVotes(slow, quorum.weak());
    var check = new ProposalCheck(settings.rules(), window.bytes());
    var proposals = new Proposals(context, window, check);
    this.evidence = new EvidenceBook(settings.evidenceOctets(), configuration.size());
    this.phases =
        new Phases(proposals, context, fetching, new Phases.SlotRecords(delivery, board, evidence));
  }

  /** Sets the clocks for all that follows until the next call. */
  public void at(long nowNanos, long wallMillis) {
    now = nowNanos;
    wall = wallMillis;
    requests.at(nowNanos);
  }

  /** A request that the pool admitted, or one that slots wait for. */
  public void onRequest(Verified<Request> request) {
    effects.addAll(phases.onRequest(request));
  }

  public void onPrePrepare(Verified<PrePrepare> proposal) {
    effects.addAll(phases.onPrePrepare(proposal, new Phases.Moment(now, wall)));
    var at = proposal.message().sequence();
    if (window.contains(at) && window.slot(at).proposal().isPresent()) {
      stall.proposed(at, now);
    }
  }

  public void onPrepare(Verified<Prepare> vote) {
    effects.addAll(phases.onPrepare(vote));
  }

  public void onCommit(Verified<Commit> vote) {
    effects.addAll(phases.onCommit(vote));
  }

  public void onCheckpoint(Verified<Checkpoint> vote) {
    effects.addAll(marks.onCheckpoint(vote));
  }

  /** A peer shows a quorum's certificate for its stable checkpoint. */
  public void onCheckpointProof(CheckpointProof shown) {
    certified(shown.checkpoint());
  }

  /** Whoever is behind asks for what leads to it, or for its state. */
  private void certified(StableCheckpoint checkpoint) {
    progress.certified(checkpoint.sequence(), configuration.members());
    effects.addAll(marks.certified(checkpoint));
  }

  public void onFetch(Fetch ask) {
    effects.addAll(antiEntropy.answer(ask, now));
  }

  public void onFetchDecided(FetchDecided ask) {
    effects.addAll(antiEntropy.answer(ask, now));
  }

  /** Decisions that this replica missed, each with its own proof. */
  public void onDecided(Verified<Decided> told) {
    var before = delivery.executed();
    effects.addAll(phases.onDecided(told.message()));
    if (delivery.executed().isAfter(before) && progress.isBehind(delivery.executed())) {
      effects.add(antiEntropy.askFrom(ReplicaIds.of(told.signer()), delivery.executed().next()));
    }
  }

  public void onStatus(Status peer) {
    progress.heard(peer);
    slowVotes.heard(peer);
    effects.addAll(antiEntropy.answer(peer, now));
  }

  /** Nobody listens where this peer did: an awaited primary is doubted without a time-out. */
  public void onUnreachable(ReplicaId peer) {
    slowVotes.lost(peer);
  }

  /** This replica's own vote is durable and was sent. */
  public void onOwn(Verified<? extends Message> vote) {
    effects.addAll(phases.onOwn(vote));
  }

  /**
   * The executor applied a batch, and it is in the commit journal: once a checkpoint is stable,
   * later views begin above it, and what leads to it cannot be decided again.
   */
  public void onExecuted(Header header) {
    effects.addAll(marks.executed(header));
  }

  /** Proposes if this replica is the primary and there is work and room. */
  public void propose() {
    if (isVoting() && configuration.primaryOf(rules.view()).equals(self)) {
      if (primary.isToRepeat()) {
        primary.spare(progress.executedBy(configuration.quorum().size(), delivery.executed()));
      }
      proposed(primary.propose(delivery.executed(), wall));
    }
  }

  private void proposed(List<Step> steps) {
    for (var step : steps) {
      stall.proposed(step.next().sequence(), now);
      effects.addAll(phases.apply(step));
    }
  }

  /** Time passed: asks for what is missing, and says where it stands. */
  public void onTick() {
    var primaryNow = configuration.primaryOf(rules.view());
    fetching.want(delivery.missing(), delivery.executed().next(), primaryNow, now);
    if (isVoting() && primaryNow.equals(self)) {
      primary.missing().forEach((at, digests) -> fetching.want(digests, at, self, now));
      proposed(primary.onTick(delivery.executed(), hasWork(), now));
    }
    effects.addAll(phases.onTick(now));
    // no primary is slow for whom it is this replica that is late
    var waited = requests.sampledWait().filter(any -> !isBehindTheGroup());
    slowVotes.onTick(waited, Optional.of(primaryNow).filter(any -> hasWork()), now);
    progress
        .onTick(delivery.executed(), now)
        .ifPresent(peer -> effects.add(antiEntropy.askFrom(peer, delivery.executed().next())));
    if (progress.isStatusDue(isHurried(), delivery.executed(), now)) {
      effects.add(new Effect.SignAndSend(status(), Optional.empty()));
    }
  }

  /** Every status has n - 1 peers send again what is open: none is due while slots come along. */
  private boolean isHurried() {
    boolean waits = hasWork() && !progress.hasMoved(delivery.executed());
    return waits || !isVoting() || slowVotes.areOwn();
  }

  /**
   * The coordinator wants another view: stop voting below it, then hand over. Peers hear first how
   * far it has come, so that the next primary knows what need not be repeated.
   */
  public void stopVoting(View next) {
    var cast = rules.viewChange(next, checkpoints.stable(), window.certificates());
    if (cast.isPresent()) {
      window.endView();
      board.begin(next.value());
      effects.add(new Effect.ReportVotingStopped(next));
      effects.add(cast.get());
      stall.viewTurned(now);
      progress.said(delivery.executed(), now);
      effects.add(new Effect.SignAndSend(status(), Optional.empty()));
    }
  }

  /** The coordinator has the view changes that make this replica the primary of its view. */
  public void proposeNewView(NewView message, List<Bytes> viewChanges) {
    rules.newView(message, viewChanges).ifPresent(effects::add);
  }

  /**
   * A justified view is in force.
   *
   * @param proof octets of the NEW-VIEW and the view changes, in this order
   */
  public void install(View view, NewViewPlan plan, List<Bytes> proof) {
    if (rules.view().isAfter(view) || (rules.view().equals(view) && !rules.isChangingView())) {
      return;
    }
    rules.install(view, plan);
    antiEntropy.viewBegan(new ViewProof(view, proof, now));
    if (configuration.primaryOf(view).equals(self)) {
      primary.begin(plan, checkpoints.stable().sequence());
    } else {
      effects.add(
          new Effect.Persist(
              new Fact.ViewInstalled(view, proof.get(0), proof.subList(1, proof.size()))));
    }
    window.endView();
    board.begin(view.value());
    fetching.forget();
    requests.orderAgain();
    slowVotes.begin(view, hasWork(), now);
    stall.viewTurned(now);
    effects.add(new Effect.ReportViewInstalled(view));
    plan.base().ifPresent(this::certified);
    effects.addAll(phases.replay(view, new Phases.Moment(now, wall)));
    effects.addAll(phases.resume());
  }

  /**
   * State up to this checkpoint was fetched, proven and put in force; nothing when this replica is
   * already past it.
   *
   * @param inState which requests it holds the outcome of
   */
  public void installState(StableCheckpoint checkpoint, Predicate<RequestId> inState) {
    if (!checkpoint.sequence().isAfter(delivery.executed())) {
      return;
    }
    delivery.jump(checkpoint.sequence());
    fetching.settle(checkpoint.sequence());
    requests.executed(inState);
    effects.addAll(marks.restored(checkpoint));
    effects.addAll(phases.resume());
  }

  /** A replica that lost its disk follows and never votes again under this identity. */
  public void learn() {
    rules.learn();
  }

  /** Takes the effects of all calls since the last time; who is late says where it stands. */
  public List<Effect> takeEffects() {
    if (stall.isLate(delivery.executed(), hasWork(), now)) {
      effects.add(new Effect.SignAndSend(status(), Optional.empty()));
    }
    var taken = isHalted ? List.<Effect>of() : Effect.untilHalt(effects);
    isHalted |= !taken.isEmpty() && taken.get(taken.size() - 1) instanceof Effect.Halt;
    effects = new ArrayList<>();
    return taken;
  }

  /** True when this batch's requests went to disk with this replica's own promise. */
  public boolean isPromised(SequenceNumber at, Digest batch) {
    return rules.isPromised(at, batch);
  }

  public View view() {
    return rules.view();
  }

  public boolean isVoting() {
    return rules.isVoting();
  }

  public SequenceNumber executed() {
    return delivery.executed();
  }

  public StableCheckpoint stable() {
    return checkpoints.stable();
  }

  /** True while something verified waits for agreement: only then do time-outs run. */
  public boolean hasWork() {
    return requests.oldestPending().isPresent() || window.hasProposalAfter(delivery.executed());
  }

  /** True when a correct peer is further: what is missing here is its own affair. */
  public boolean isBehindTheGroup() {
    return progress.isBehindTheGroup(delivery.executed(), configuration.quorum().weak());
  }

  /** The requests that wait, and for how long. */
  public WaitingRequests waiting() {
    return waiting;
  }

  /** True when f + 1 replicas, and this one, find that the primary is too slow, or gone. */
  public boolean isPrimaryDoubted() {
    return slowVotes.areShared();
  }

  /** Whether slots wait for this request, though it may have been executed before. */
  public boolean wants(Digest request) {
    return fetching.wants(request);
  }

  /** How many slots a peer that is ahead has executed more. */
  public long behind() {
    return progress.behind(delivery.executed());
  }

  /** Signed messages by which peers contradicted themselves, or what was taken up here. */
  public List<Evidence> evidence() {
    return evidence.all();
  }

  /** Which votes may still matter; may be read from any thread. */
  public PhaseBoard board() {
    return board;
  }

  public Status status() {
    return new Status(
        self, rules.view(), stance(), checkpoints.stable().sequence(), delivery.executed(), now);
  }

  private Stance stance() {
    return rules.isChangingView() ? Stance.CHANGING : slowVotes.stance();
  }

  /** Rebuilds what a former life knew; before anything else. */
  public void recall(RecoveredState memory) {
    memory.into(new RecoveredState.Core(rules, window, requests, delivery, primary));
    antiEntropy.viewBegan(memory.proof(now));
    board.begin(rules.view().value());
    slowVotes.begin(rules.view(), false, now);
    memory.stableUpTo(delivery.executed()).ifPresent(marks::restored);
    memory.base().ifPresent(this::certified);
    effects.clear();
  }
}
