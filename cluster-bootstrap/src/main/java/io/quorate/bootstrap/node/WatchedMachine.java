package io.quorate.bootstrap.node;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.spi.Chunk;
import io.quorate.engine.spi.StateMachine;
import java.util.List;

/**
 * A state machine of which is known, whatever ends the process, which slot it was executing. An
 * {@link Error} stops the replica, so its slot stays noted.
 */
record WatchedMachine(StateMachine machine, Attempts attempts) implements StateMachine {

  @Override
  public Bytes execute(Bytes operation, Moment moment) {
    attempts.executing(moment.sequence().value());
    try {
      var result = machine.execute(operation, moment);
      attempts.executed();
      return result;
    } catch (RuntimeException e) {
      attempts.executed();
      throw e;
    }
  }

  @Override
  public Bytes query(Bytes operation, Moment moment) {
    return machine.query(operation, moment);
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
