package io.quorate.engine.replica.execution;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientRecord;
import io.quorate.engine.model.SequenceNumber;
import java.nio.ByteBuffer;

/**
 * Which requests of one session were executed: of the latest numbers one by one, of all numbers
 * below them that they are too old. As large with one request as with all that are remembered.
 */
final class Session {

  private final int remembered;
  private final long[] executed;
  private SequenceNumber used = SequenceNumber.ZERO;
  private long highest;

  /**
   * @param remembered how many of the latest numbers
   */
  Session(int remembered) {
    this.remembered = remembered;
    this.executed = new long[(remembered + Long.SIZE - 1) / Long.SIZE];
  }

  Session(int remembered, ClientRecord.Session stored) {
    this(remembered);
    used = stored.used();
    highest = stored.highest();
    stored.executed().asBuffer().asLongBuffer().get(executed);
  }

  /** A copy that goes its own way. */
  Session(Session other) {
    this.remembered = other.remembered;
    this.executed = other.executed.clone();
    this.used = other.used;
    this.highest = other.highest;
  }

  /** The slot that executed one of its requests last. */
  SequenceNumber used() {
    return used;
  }

  boolean isTooOld(long number) {
    return number <= highest - remembered;
  }

  boolean isExecuted(long number) {
    return number <= highest && !isTooOld(number) && isSet(placeOf(number));
  }

  /** The number must not be too old. */
  void execute(long number, SequenceNumber at) {
    for (long next = Math.max(highest, number - remembered) + 1; next <= number; next++) {
      clear(placeOf(next));
    }
    highest = Math.max(highest, number);
    set(placeOf(number));
    used = at;
  }

  ClientRecord.Session record(long number) {
    var bits = ByteBuffer.allocate(executed.length * Long.BYTES);
    bits.asLongBuffer().put(executed);
    return new ClientRecord.Session(number, used, highest, Bytes.wrap(bits.array()));
  }

  private int placeOf(long number) {
    return (int) (number % remembered);
  }

  private boolean isSet(int place) {
    return (executed[place / Long.SIZE] & (1L << place)) != 0;
  }

  private void set(int place) {
    executed[place / Long.SIZE] |= 1L << place;
  }

  private void clear(int place) {
    executed[place / Long.SIZE] &= ~(1L << place);
  }
}
