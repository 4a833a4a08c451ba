package io.quorate.engine.core.agreement;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.core.effect.CoreBounds;
import io.quorate.engine.model.Batch;
import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.RequestReference;
import io.quorate.engine.model.SequenceNumber;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a primary does: first what the view's plan demands, then new batches, each under the next
 * number.
 */
public final class Primary {

  private static final int COUNTER_BITS = 16;

  private final BatchCutter cutter;
  private final QuietGroup quiet;
  private final SlotWindow window;
  private final SlotContext context;

  @Bounded(by = CoreBounds.WINDOW)
  private final TreeMap<Long, Digest> toRepeat = new TreeMap<>();

  private SequenceNumber last = SequenceNumber.ZERO;
  private long lastTimestamp;

  public Primary(BatchCutter cutter, QuietGroup quiet, SlotWindow window, SlotContext context) {
    this.cutter = cutter;
    this.quiet = quiet;
    this.window = window;
    this.context = context;
  }

  /** A view begins in which this replica is the primary. */
  public void begin(NewViewPlan plan, SequenceNumber stable) {
    toRepeat.clear();
    toRepeat.putAll(plan.mandated());
    last = plan.last().isAfter(stable) ? plan.last() : stable;
  }

  /** Goes on above what this replica proposed in this view, and above what is settled. */
  public void resume(SequenceNumber proposed) {
    if (proposed.isAfter(last)) {
      last = proposed;
    }
  }

  /** Whether something that the plan demands is not proposed yet. */
  public boolean isToRepeat() {
    return !toRepeat.isEmpty();
  }

  /** So far a quorum has come: who lacks a decision can ask for it, nobody votes on it again. */
  public void spare(SequenceNumber executed) {
    toRepeat.headMap(executed.value(), true).clear();
  }

  /** Digests of what must be proposed again and is not here, by number. */
  public SortedMap<SequenceNumber, Collection<Digest>> missing() {
    var missing = new TreeMap<SequenceNumber, Collection<Digest>>();
    toRepeat.forEach(
        (number, digest) -> {
          var at = new SequenceNumber(number);
          var batch = batch(at, digest);
          missing.put(at, batch.map(context.requests()::missing).orElse(List.of(digest)));
        });
    return missing;
  }

  /** Proposes as much as the plan, the window and the pipeline allow. */
  public List<Step> propose(SequenceNumber executed, long nowMillis) {
    var steps = new ArrayList<Step>();
    repeat(steps);
    while (toRepeat.isEmpty() && mayCut(executed)) {
      long room = window.bytes().room(last.next());
      var taken = context.requests().take(cutter.mostOperations(), cutter.mostBytes(), room);
      boolean proposed =
          taken.isEmpty() ? fill(steps) : proposeNext(batch(nowMillis, taken), steps);
      if (!proposed) {
        break;
      }
    }
    return steps;
  }

  /**
   * Null batches for what is left of the interval, when the group is quiet and all that was
   * proposed is executed: nobody waits for them, but their checkpoint speaks for what came before.
   */
  public List<Step> onTick(SequenceNumber executed, boolean isBusy, long now) {
    var steps = new ArrayList<Step>();
    if (quiet.isDue(executed, isBusy, now) && toRepeat.isEmpty() && window.contains(last.next())) {
      passOver();
      if (last.equals(executed) && !window.bytes().isFirst(last.next())) {
        fill(steps);
      }
    }
    return steps;
  }

  private Batch batch(long nowMillis, List<RequestReference> taken) {
    return Canonical.batch(timestamp(nowMillis), taken);
  }

  /** Under the next number, which stays the next one if that is refused. */
  private boolean proposeNext(Batch batch, List<Step> steps) {
    var step = proposeAt(last.next(), batch);
    if (step.isEmpty()) {
      context.requests().orderAgain();
      return false;
    }
    last = last.next();
    steps.add(step.get());
    return true;
  }

  /**
   * What waits does not fit into the interval: its other numbers get the null batch, all at once,
   * for they weigh nothing and only their checkpoint makes room.
   */
  private boolean fill(List<Step> steps) {
    long end = window.bytes().end(last.next());
    while (last.value() < end && window.contains(last.next())) {
      if (!proposeNext(Canonical.nullBatch(), steps)) {
        return false;
      }
    }
    return last.value() == end;
  }

  private boolean mayCut(SequenceNumber executed) {
    passOver();
    int inFlight = (int) Math.max(0, last.value() - executed.value());
    var requests = context.requests();
    return window.contains(last.next())
        && cutter.closes(requests.unorderedOperations(), requests.unorderedBytes(), inFlight);
  }

  /** What this replica has proposed in this view, in a former life too, it proposes no more. */
  private void passOver() {
    while (!(window.slot(last.next()) instanceof Slot.Open)
        || context.rules().isBound(last.next())) {
      last = last.next();
    }
  }

  private void repeat(List<Step> steps) {
    var done = new ArrayList<Long>();
    for (var entry : toRepeat.entrySet()) {
      var at = new SequenceNumber(entry.getKey());
      if (!at.isAfter(window.low()) || !(window.slot(at) instanceof Slot.Open)) {
        done.add(entry.getKey());
        continue;
      }
      var step = batch(at, entry.getValue()).flatMap(batch -> proposeAt(at, batch));
      if (step.isEmpty()) {
        break;
      }
      steps.add(step.get());
      done.add(entry.getKey());
    }
    toRepeat.keySet().removeAll(done);
  }

  private Optional<Step> proposeAt(SequenceNumber at, Batch batch) {
    if (!(window.slot(at) instanceof Slot.Open open)) {
      return Optional.empty();
    }
    return context
        .requests()
        .gather(batch)
        .flatMap(requests -> context.rules().propose(at, batch, requests))
        .map(
            proposal -> {
              window.keep(at, batch);
              window.bytes().put(at, batch);
              context.requests().ordered(batch);
              return open.propose(proposal.cast(), proposal.message());
            });
  }

  private Optional<Batch> batch(SequenceNumber at, Digest digest) {
    var nothing = Canonical.nullBatch();
    return nothing.digest().equals(digest) ? Optional.of(nothing) : window.batch(at, digest);
  }

  /** Hybrid logical time: the clock, but never the same twice and never backwards. */
  private long timestamp(long nowMillis) {
    lastTimestamp = Math.max(lastTimestamp + 1, nowMillis << COUNTER_BITS);
    return lastTimestamp;
  }

  static long millis(long timestamp) {
    return timestamp >> COUNTER_BITS;
  }
}
