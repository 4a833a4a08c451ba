package io.quorate.engine.replica.execution;

import io.quorate.engine.core.effect.Effect;
import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.certificate.StableCheckpoint;
import io.quorate.engine.replica.limit.ReplicaBounds;
import io.quorate.engine.spi.Chunk;
import io.quorate.engine.spi.SnapshotStore.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The states of the newest stable checkpoint and of those above it, and when the stable one is due
 * on disk: what lies above the state on disk is read and executed again at every start.
 */
public final class HeldStates {

  private final SnapshotSchedule due;

  @Bounded(by = ReplicaBounds.REPLIES)
  private final TreeMap<Long, Held> states = new TreeMap<>();

  private Optional<StableCheckpoint> stable = Optional.empty();
  private SequenceNumber saved = SequenceNumber.ZERO;
  private long executedBytes;
  private long savedBytes;

  /**
   * @param bytes of all requests that were executed before it
   */
  private record Held(List<Chunk> chunks, long bytes) {}

  public HeldStates(SnapshotSchedule due) {
    this.due = due;
  }

  public void executed(Effect.Execute batch) {
    for (var request : batch.requests()) {
      executedBytes += request.wire().length();
    }
  }

  /**
   * A checkpoint was executed.
   *
   * @return whether anybody may need its state: not when a later one is stable already
   */
  public boolean reached(SequenceNumber at, List<Chunk> chunks) {
    if (stable.isPresent() && stable.get().sequence().isAfter(at)) {
      return false;
    }
    states.put(at.value(), new Held(chunks, executedBytes));
    return true;
  }

  /** This checkpoint is stable, whether it was executed here already or not. */
  public void settle(StableCheckpoint checkpoint) {
    if (stable.isEmpty() || checkpoint.sequence().isAfter(stable.get().sequence())) {
      stable = Optional.of(checkpoint);
      states.headMap(checkpoint.sequence().value()).clear();
    }
  }

  /** A state from the disk or from peers takes the place of all that is held. */
  public void install(Snapshot state) {
    states.clear();
    stable = Optional.of(state.checkpoint());
    reached(state.checkpoint().sequence(), state.chunks());
  }

  /** The newest stable state, once it was executed here. */
  public Optional<Snapshot> stable() {
    return stable.flatMap(
        checkpoint ->
            Optional.ofNullable(states.get(checkpoint.sequence().value()))
                .map(held -> new Snapshot(checkpoint, held.chunks())));
  }

  /** The stable state, if it is far enough from the one on disk. */
  public Optional<Snapshot> due() {
    return stable().filter(state -> isDue(state.checkpoint().sequence()));
  }

  private boolean isDue(SequenceNumber at) {
    return at.value() - saved.value() >= due.slots()
        || states.get(at.value()).bytes() - savedBytes >= due.bytes();
  }

  /** This state is on its way to the disk. */
  public void saving(SequenceNumber at) {
    saved = at;
    savedBytes = Optional.ofNullable(states.get(at.value())).map(Held::bytes).orElse(executedBytes);
  }
}
