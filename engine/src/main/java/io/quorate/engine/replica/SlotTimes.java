package io.quorate.engine.replica;

import io.quorate.engine.core.effect.Effect;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.Commit;
import io.quorate.engine.model.message.Message.InSlot;
import io.quorate.engine.spi.Clock;
import io.quorate.engine.spi.EngineMetrics;
import io.quorate.engine.spi.Meter;

/** Measures how long slots take, from one replica's own votes; a slot of a new view begins anew. */
final class SlotTimes {

  private final Clock clock;
  private final Meter.Distribution preparing;
  private final Meter.Distribution committing;
  private final Meter.Distribution whole;
  private final Meter.Distribution requests;
  private final Meter.Gauge open;

  /** By slot, in a ring: which, and when its PREPARE and its COMMIT left. */
  private final long[] slots;

  private final long[] proposed;
  private final long[] prepared;
  private long highest;
  private long executed;

  /**
   * Remembers nothing yet.
   *
   * @param window slots that may be open at once
   */
  SlotTimes(Clock clock, Meter meter, int window) {
    int kept = Integer.highestOneBit(window) << 1;
    this.slots = new long[kept];
    this.proposed = new long[kept];
    this.prepared = new long[kept];
    this.clock = clock;
    this.preparing = meter.distribution(EngineMetrics.PHASE, "prepare");
    this.committing = meter.distribution(EngineMetrics.PHASE, "commit");
    this.whole = meter.distribution(EngineMetrics.PHASE, "all");
    this.requests = meter.distribution(EngineMetrics.BATCH_REQUESTS);
    this.open = meter.gauge(EngineMetrics.OPEN_SLOTS);
  }

  /** A vote leaves; a PRE-PREPARE is the primary's PREPARE. */
  void left(Message vote) {
    if (!(vote instanceof InSlot inSlot)) {
      return;
    }
    long slot = inSlot.sequence().value();
    int at = at(slot);
    long now = clock.nanos();
    if (!(vote instanceof Commit)) {
      slots[at] = slot;
      proposed[at] = now;
      prepared[at] = 0;
      highest = Math.max(highest, slot);
    } else if (slots[at] == slot && prepared[at] == 0) {
      prepared[at] = now;
      preparing.nanos(now - proposed[at]);
    }
  }

  /** A batch is decided and next. */
  void decided(Effect.Execute effect) {
    long slot = effect.sequence().value();
    int at = at(slot);
    executed = Math.max(executed, slot);
    requests.record(effect.batch().requests().size());
    if (slots[at] == slot) {
      long now = clock.nanos();
      whole.nanos(now - proposed[at]);
      if (prepared[at] != 0) {
        committing.nanos(now - prepared[at]);
      }
      slots[at] = 0;
    }
  }

  private int at(long slot) {
    return (int) (slot & (slots.length - 1));
  }

  /** Shows how many slots are open now. */
  void onTick() {
    open.set(Math.max(0, highest - executed));
  }
}
