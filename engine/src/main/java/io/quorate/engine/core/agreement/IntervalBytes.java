package io.quorate.engine.core.agreement;

import io.quorate.engine.core.effect.CoreBounds;
import io.quorate.engine.model.Batch;
import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.ProtocolRules;
import io.quorate.engine.model.SequenceNumber;
import java.util.TreeMap;

/**
 * What the batches of the current view weigh, by checkpoint interval. No interval takes more than
 * its bound, so a window holds no more than its intervals together. A primary that has used an
 * interval up proposes null batches until the checkpoint. A backup that missed a proposal counts
 * less than the primary, never more, so it refuses no correct primary's batch.
 */
public final class IntervalBytes {

  private final int interval;
  private final long most;

  @Bounded(by = CoreBounds.WINDOW)
  private final TreeMap<Long, Integer> slots = new TreeMap<>();

  @Bounded(by = CoreBounds.WINDOW)
  private final TreeMap<Long, Long> used = new TreeMap<>();

  IntervalBytes(ProtocolRules rules) {
    this.interval = rules.checkpointInterval();
    this.most = rules.limits().intervalBytes();
  }

  /** The current view has this batch here. */
  public void put(SequenceNumber at, Batch batch) {
    int weight = batch.weight();
    var before = slots.put(at.value(), weight);
    used.merge(end(at), weight - (before == null ? 0L : before), Long::sum);
  }

  boolean has(SequenceNumber at) {
    return slots.containsKey(at.value());
  }

  /** How much this number's batch may weigh; without end while its interval has no other. */
  long room(SequenceNumber at) {
    long others = used.getOrDefault(end(at), 0L) - slots.getOrDefault(at.value(), 0);
    return others == 0 ? Long.MAX_VALUE : Math.max(0, most - others);
  }

  /** Whether it is the first number of its interval. */
  boolean isFirst(SequenceNumber at) {
    return (at.value() - 1) % interval == 0;
  }

  /** The checkpoint that ends this number's interval. */
  long end(SequenceNumber at) {
    return (at.value() + interval - 1) / interval * interval;
  }

  /** A checkpoint is stable: what leads to it no longer counts. */
  void advance(SequenceNumber stable) {
    slots.headMap(stable.value(), true).clear();
    used.headMap(stable.value(), true).clear();
  }

  /** A view ended. */
  void clear() {
    slots.clear();
    used.clear();
  }
}
