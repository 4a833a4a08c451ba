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
   * What the clients get for an operation at which {@link #execute} threw, or gave null: the same
   * octets on every replica, whatever was thrown. A machine had better not give them itself.
   */
  Bytes FAILED = Bytes.utf8("quorate: the application failed");

  /**
   * What the clients get instead of a result that is longer than the group's {@code result-bytes}.
   * The operation was executed all the same.
   */
  Bytes TOO_LARGE = Bytes.utf8("quorate: the result is too large");

  /** What a machine answers to queries when it has no {@link #query} of its own. */
  Bytes NO_QUERIES = Bytes.utf8("quorate: this application answers no queries");

  /**
   * Applies one operation and says what came of it. Octets that mean nothing, and whatever else is
   * the client's fault, get a result that says so.
   *
   * <p>An exception is a bug of the machine's. The operation counts as executed, its result is
   * {@link #FAILED}, and the next one follows; {@code quorate_application_failures_total} counts it
   * and the log samples it. What the machine changed before it threw stays changed, so a machine
   * must decide first and change after, or undo what it did; and it must throw on every replica or
   * on none, for results are part of what replicas compare.
   *
   * <p>An {@link Error} stops the replica: whether a stack overflows or memory runs out differs
   * from process to process. So the machine must not catch one and turn it into a result or an
   * exception, and must bound its own recursion.
   */
  Bytes execute(Bytes operation, Moment moment);

  /**
   * What an operation would read now, on this replica alone and in no agreed order: for reads that
   * may be stale. It must change nothing, for other replicas are not asked the same; what would
   * write gets a result that says so. Called by the thread that executes, between operations.
   *
   * @param moment the last batch that was executed, and its time
   */
  default Bytes query(Bytes operation, Moment moment) {
    return NO_QUERIES;
  }

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
