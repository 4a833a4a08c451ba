package io.quorate.engine.spi;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.SequenceNumber;
import java.util.List;

/**
 * Your application. Quorate calls it from one thread at a time, in the agreed order, on every
 * replica.
 *
 * <p>It must be deterministic: the same operations in the same order give the same results and the
 * same {@link #chunks}, octet for octet. It reads no clock, no random source, no file, and iterates
 * over no collection whose order is not defined; {@link Moment} has the time it may use. A replica
 * whose result differs from a quorum's stops itself.
 */
public interface StateMachine {

  /**
   * Applies one operation and says what came of it. Octets that mean nothing get a result that says
   * so: an exception stops the replica.
   */
  Bytes execute(Bytes operation, Moment moment);

  /**
   * The whole state, now, as immutable chunks; called at every checkpoint. A chunk that has not
   * changed since the last call should be the same object, for then it is not hashed or sent again.
   * Chunks may have any size; up to 1 MiB travels best.
   */
  List<Chunk> chunks();

  /** Replaces the whole state by these chunks' octets; called before any execution. */
  void restore(List<Bytes> chunks);

  /**
   * When and for whom an operation is executed.
   *
   * @param timestampMillis agreed time in milliseconds since 1970; the same on every replica, never
   *     decreasing
   */
  record Moment(SequenceNumber sequence, long timestampMillis, ClientId client) {}
}
