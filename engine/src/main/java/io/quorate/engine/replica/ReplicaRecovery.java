package io.quorate.engine.replica;

import io.quorate.engine.core.RecoveredState;
import io.quorate.engine.core.effect.CoreBounds;
import io.quorate.engine.core.effect.Effect;
import io.quorate.engine.crypto.CommittedRequests;
import io.quorate.engine.crypto.OwnRecords;
import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Fact;
import io.quorate.engine.model.RequestReference;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.certificate.StableCheckpoint;
import io.quorate.engine.model.message.Message.Decided.Decision;
import io.quorate.engine.model.message.Message.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Puts together what a restart finds on disk: votes, decisions, and the state under them. */
final class ReplicaRecovery {

  @Bounded(by = CoreBounds.WINDOW)
  private List<Fact> facts;

  @Bounded(by = CoreBounds.WINDOW)
  private List<Decision> decisions;

  private Executor.Recovered state;

  void facts(List<Fact> found) {
    facts = found;
  }

  void decisions(List<Decision> found) {
    decisions = found;
  }

  void state(Executor.Recovered found) {
    state = found;
  }

  /**
   * Empty until all three are here. Given once and then let go of: it is as large as the journals,
   * and a replica that kept it would keep it for as long as it runs.
   */
  Optional<Result> result() {
    if (facts == null || decisions == null || state == null) {
      return Optional.empty();
    }
    var decided = contiguous();
    var replay = new ArrayList<Effect.Execute>();
    for (var decision : decided) {
      var requests = CommittedRequests.requests(decision).orElseThrow();
      var certificate = decision.certificate();
      replay.add(
          new Effect.Execute(certificate.sequence(), decision.batch(), requests, certificate));
    }
    var known = new ArrayList<Fact>(facts);
    var checkpoint = state.checkpoint();
    if (checkpoint.sequence().isAfter(SequenceNumber.ZERO)) {
      known.add(new Fact.Stabilized(checkpoint));
    }
    var memory = new RecoveredState(known, checkpoint.sequence(), decided, state.executed());
    facts = null;
    decisions = null;
    state = null;
    return Optional.of(new Result(memory, replay));
  }

  /** What the core remembers and what the executor applies again. */
  record Result(RecoveredState memory, List<Effect.Execute> replay) {

    /**
     * Why it may never vote again; empty when it may.
     *
     * @param diskLost nothing of a former life is there
     */
    Optional<String> whyItLearns(boolean diskLost) {
      return diskLost
          ? Optional.of("its disk was lost: it follows and never votes again")
          : memory
              .forgotten()
              .map(what -> "it lost promises, so it follows and never votes again: " + what);
    }

    /**
     * Brings those around the replica to where the disk ends. What is executed again, the pool must
     * know, or a client that asks for it again would be heard by nobody; which checkpoint is
     * stable, the executor, or peers that need its state would be offered an older one. It hears
     * that first, so that it keeps no state below it, and lets go of each batch once it is applied.
     */
    void tell(ChildRefs children, StableCheckpoint stable) {
      children.executor().tell(new Executor.Settled(stable));
      replay.forEach(each -> children.executor().tell(new Executor.Apply(List.of(each))));
      children.executor().tell(Executor.Live.NOW);
      children.pool().tell(new RequestPool.Restored(memory.inState()));
      replay.forEach(each -> children.pool().tell(new RequestPool.Executed(each.batch())));
    }
  }

  /** Decisions behind the state, without gaps, each with its requests; the rest is asked for. */
  private List<Decision> contiguous() {
    var requests = requestsByDigest();
    var found = new ArrayList<Decision>();
    var next = state.checkpoint().sequence().next();
    for (var decision : decisions) {
      if (!decision.certificate().sequence().equals(next)) {
        continue;
      }
      var complete = complete(decision, requests);
      if (complete.isEmpty()) {
        break;
      }
      found.add(complete.get());
      next = next.next();
    }
    return found;
  }

  private static Optional<Decision> complete(Decision decision, Map<Digest, Bytes> requests) {
    if (!decision.requests().isEmpty() || decision.batch().isNull()) {
      return Optional.of(decision);
    }
    var wires =
        decision.batch().requests().stream()
            .map(RequestReference::digest)
            .map(requests::get)
            .toList();
    return wires.stream().allMatch(Objects::nonNull)
        ? Optional.of(new Decision(decision.certificate(), decision.batch(), wires))
        : Optional.empty();
  }

  private Map<Digest, Bytes> requestsByDigest() {
    var byDigest = new HashMap<Digest, Bytes>();
    for (var fact : facts) {
      if (fact instanceof Fact.Promised promised) {
        for (var wire : promised.requests()) {
          byDigest.put(OwnRecords.read(wire, Request.class).message().digest(), wire);
        }
      }
    }
    return byDigest;
  }
}
