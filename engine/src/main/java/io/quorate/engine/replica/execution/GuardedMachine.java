package io.quorate.engine.replica.execution;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.spi.Chunk;
import io.quorate.engine.spi.EngineMetrics;
import io.quorate.engine.spi.Meter;
import io.quorate.engine.spi.StateMachine;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The user's state machine, so that what it throws at an operation becomes that operation's result,
 * {@link StateMachine#FAILED}. Clients choose operations: if an exception stopped the replica, one
 * operation would stop the group, and again after every restart. Counted each time, logged the
 * first time and then once in so many. An {@link Error} is the process's affair, not the
 * operation's, and goes through; so does whatever {@link #chunks} and {@link #restore} throw.
 */
public final class GuardedMachine implements StateMachine {

  private static final Logger LOG = LoggerFactory.getLogger(GuardedMachine.class);
  private static final long ONE_IN = 1_000;

  private final StateMachine machine;
  private final Meter meter;
  private long failures;

  public GuardedMachine(StateMachine machine, Meter meter) {
    this.machine = machine;
    this.meter = meter;
  }

  @Override
  public Bytes execute(Bytes operation, Moment moment) {
    return guarded("execute", moment, () -> machine.execute(operation, moment));
  }

  @Override
  public Bytes query(Bytes operation, Moment moment) {
    return guarded("query", moment, () -> machine.query(operation, moment));
  }

  private Bytes guarded(String what, Moment moment, Supplier<Bytes> call) {
    try {
      return Objects.requireNonNull(call.get(), "a null result");
    } catch (Exception e) {
      failed(what, e, moment);
      return FAILED;
    }
  }

  private void failed(String what, Exception failure, Moment moment) {
    failures++;
    meter.counter(EngineMetrics.APPLICATION_FAILURES, what).increment();
    if (failures % ONE_IN == 1) {
      LOG.error(
          "the application threw at an operation of client {} in batch {} (failure number {})",
          moment.client().value(),
          moment.sequence().value(),
          failures,
          failure);
    }
  }

  @Override
  public List<Chunk> chunks() {
    return machine.chunks();
  }

  @Override
  public void restore(List<Bytes> chunks) {
    machine.restore(chunks);
  }
}
