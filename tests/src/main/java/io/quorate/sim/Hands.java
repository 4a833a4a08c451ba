package io.quorate.sim;

import io.quorate.engine.core.Effect;
import io.quorate.engine.core.Recollection;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.crypto.Vouching;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Header;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.message.Message.Decided.Decision;
import io.quorate.engine.model.message.Message.Reply;
import io.quorate.engine.model.message.Message.Request;
import io.quorate.engine.model.message.Message.StateManifest;
import java.util.List;
import java.util.Optional;

/** Performs a core's effects: execution, replies, snapshots and the transfer of state. */
final class Hands implements Effect.Visitor<Void> {

  private static final long SLOWEST_EXECUTION = 1_000_000;
  private static final long SLOWEST_TRANSFER = 30_000_000;

  private final Shell shell;
  private final Site site;
  private final SimulatedExecutor executor;
  private Optional<SimulatedDisk.Saved> stable = Optional.empty();
  private long busyUntil;

  Hands(Shell shell, SimulatedExecutor executor) {
    this.shell = shell;
    this.site = shell.site();
    this.executor = executor;
  }

  SimulatedExecutor executor() {
    return executor;
  }

  /** Restores the state, executes again what is on disk, and signs its checkpoints again. */
  void recall(Recollection memory) {
    stable = site.disk().saved();
    stable.ifPresent(
        saved -> {
          executor.restore(saved.snapshot());
          site.publish(saved.snapshot());
          restored(saved.snapshot().header());
        });
    if (stable.isEmpty()) {
      site.witness().restored(self(), executor.last());
    }
    for (var decision : memory.decided()) {
      var requests =
          Vouching.requests(decision).orElseThrow().stream().map(Verified::message).toList();
      var applied = executor.apply(decision.certificate().sequence(), decision.batch(), requests);
      report(applied, requests);
      shell.core().onExecuted(applied.header());
    }
  }

  /** The request pool's part: what was answered is answered again. */
  void admit(Verified<Request> request) {
    var message = request.message();
    executor.outcome(message.id()).ifPresent(results -> reply(message, results));
    if (executor.outcome(message.id()).isEmpty() || shell.core().wants(message.digest())) {
      shell.core().onRequest(request);
    }
  }

  /** A peer showed a proven state: fetches it and puts it in force. */
  void fetch(StateManifest manifest) {
    var checkpoint = manifest.checkpoint();
    if (!checkpoint.sequence().isAfter(shell.core().executed())) {
      return;
    }
    site.after(
        site.draw(SLOWEST_TRANSFER),
        () -> {
          var found = site.find(checkpoint.header().state());
          if (found.isPresent() && checkpoint.sequence().isAfter(shell.core().executed())) {
            executor.restore(found.get());
            restored(checkpoint.header());
            shell.core().at(site.now(), site.wall());
            shell.core().installState(checkpoint, id -> executor.outcome(id).isPresent());
            shell.settle();
          }
        });
  }

  @Override
  public Void cast(Effect.Cast effect) {
    shell.outbox().offer(effect);
    return null;
  }

  @Override
  public Void remember(Effect.Remember effect) {
    shell.outbox().offer(effect);
    return null;
  }

  @Override
  public Void say(Effect.Say effect) {
    send(shell.signer().sign(effect.message()).wire(), effect.to());
    return null;
  }

  @Override
  public Void forward(Effect.Forward effect) {
    send(effect.wire(), effect.to());
    return null;
  }

  @Override
  public Void execute(Effect.Execute effect) {
    busyUntil = Math.max(busyUntil, site.now()) + 1 + site.draw(SLOWEST_EXECUTION);
    site.after(busyUntil - site.now(), () -> apply(effect));
    return null;
  }

  @Override
  public Void offerState(Effect.OfferState effect) {
    stable.ifPresent(
        saved -> {
          var chunks = List.of(saved.checkpoint().header().state());
          var manifest = new StateManifest(new ReplicaId(self()), saved.checkpoint(), chunks);
          site.send(effect.to().value(), shell.signer().sign(manifest).wire());
        });
    return null;
  }

  @Override
  public Void stable(Effect.Stable effect) {
    var at = effect.checkpoint().sequence();
    executor
        .snapshotAt(at)
        .ifPresent(
            snapshot -> {
              var state = new SimulatedDisk.Saved(effect.checkpoint(), snapshot);
              stable = Optional.of(state);
              site.publish(snapshot);
              site.disk().save(state);
            });
    executor.forgetBelow(at);
    return null;
  }

  @Override
  public Void stopped(Effect.Stopped effect) {
    return null;
  }

  @Override
  public Void installed(Effect.Installed effect) {
    shell.coordinator().onInstalled(effect.view(), site.now());
    return null;
  }

  @Override
  public Void suspect(Effect.Suspect effect) {
    shell.coordinator().onSuspect(effect.view(), effect.why());
    return null;
  }

  @Override
  public Void reject(Effect.Reject effect) {
    return null;
  }

  @Override
  public Void halt(Effect.Halt effect) {
    shell.halt(effect.why());
    return null;
  }

  private void apply(Effect.Execute effect) {
    if (shell.isHalted() || !effect.sequence().isAfter(executor.executed())) {
      return;
    }
    var requests = effect.requests().stream().map(Verified::message).toList();
    var applied = executor.apply(effect.sequence(), effect.batch(), requests);
    report(applied, requests);
    var wires = effect.requests().stream().map(Verified::wire).toList();
    site.disk()
        .writeDecision(
            new Decision(effect.certificate(), effect.batch(), wires),
            () -> site.after(0, () -> executedDurably(applied.header())));
    for (var request : requests) {
      executor.outcome(request.id()).ifPresent(results -> reply(request, results));
    }
  }

  /** A checkpoint is signed only when this replica can come back to it. */
  private void executedDurably(Header header) {
    shell.core().at(site.now(), site.wall());
    shell.core().onExecuted(header);
    shell.settle();
  }

  private void report(SimulatedExecutor.Applied applied, List<Request> requests) {
    site.witness()
        .executed(
            new Check.Execution(
                self(),
                applied.header(),
                requests.stream().map(Request::digest).toList(),
                applied.fresh()));
  }

  private void restored(Header header) {
    site.witness().restored(self(), header);
  }

  private void reply(Request request, List<Bytes> results) {
    var core = shell.core();
    var reply =
        new Reply(
            core.view(),
            executor.executed(),
            new ReplicaId(self()),
            request.id().client(),
            List.of(new Reply.Answer(request.id(), results)));
    site.reply(request.id().client(), shell.signer().sign(reply).wire());
  }

  private void send(Bytes wire, Optional<ReplicaId> to) {
    if (to.isPresent()) {
      site.send(to.get().value(), wire);
    } else {
      site.sendToAllPeers(wire);
    }
  }

  private int self() {
    return (int) shell.signer().id();
  }
}
