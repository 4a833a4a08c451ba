package io.quorate.scenario;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.core.RecoveredState;
import io.quorate.engine.core.effect.Effect;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.ConfigurationId;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Fact;
import io.quorate.engine.model.Header;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.certificate.StableCheckpoint;
import io.quorate.engine.model.message.Message.Decided.Decision;
import java.util.ArrayList;
import java.util.List;

/** What outlives a crash of a replica; while it is stuck nothing more becomes durable. */
final class ScenarioDisk {

  private final List<Fact> facts = new ArrayList<>();
  private final List<Decision> decisions = new ArrayList<>();
  private StableCheckpoint state;
  private Header last;
  private boolean stuck;

  ScenarioDisk(StableCheckpoint genesis) {
    this.state = genesis;
    this.last = genesis.header();
  }

  boolean isStuck() {
    return stuck;
  }

  void stick() {
    stuck = true;
  }

  void unstick() {
    stuck = false;
  }

  void write(List<Fact> group) {
    facts.addAll(group);
  }

  /** Keeps a decision, and tells what it came to: here a state is what was executed. */
  Header executed(Effect.Execute executed) {
    var wires = executed.requests().stream().map(Verified::wire).toList();
    decisions.add(new Decision(executed.certificate(), executed.batch(), wires));
    last =
        Canonical.seal(
            new Header(
                executed.sequence(),
                last.digest(),
                executed.batch().digest(),
                Digest.ZERO,
                Digest.ZERO,
                ConfigurationId.GENESIS,
                Math.max(last.timestamp() + 1, executed.batch().timestamp()),
                Digest.ZERO));
    return last;
  }

  /** A peer's state took the place of all that was decided here. */
  void restored(StableCheckpoint checkpoint) {
    state = checkpoint;
    last = checkpoint.header();
    decisions.clear();
  }

  RecoveredState recoveredState() {
    boolean restored = !state.sequence().equals(SequenceNumber.ZERO);
    return new RecoveredState(facts, state.sequence(), decisions, request -> restored);
  }
}
