package io.quorate.engine.model;

/**
 * A place in the total order.
 *
 * @param value counts up from 1; 0 is the state before any batch
 */
public record SequenceNumber(long value) implements Comparable<SequenceNumber> {

  public static final SequenceNumber ZERO = new SequenceNumber(0);

  public SequenceNumber {
    if (value < 0) {
      throw new IllegalArgumentException("a sequence number is not negative: " + value);
    }
  }

  public SequenceNumber next() {
    return plus(1);
  }

  public SequenceNumber plus(long count) {
    return new SequenceNumber(Math.addExact(value, count));
  }

  public boolean isAfter(SequenceNumber other) {
    return value > other.value;
  }

  @Override
  public int compareTo(SequenceNumber other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return "#" + value;
  }
}
