package io.quorate.engine.model;

/**
 * A client registered in the genesis record.
 *
 * @param value not negative
 */
public record ClientId(long value) implements Comparable<ClientId> {

  public ClientId {
    if (value < 0) {
      throw new IllegalArgumentException("a client's number is not negative: " + value);
    }
  }

  @Override
  public int compareTo(ClientId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return "client " + value;
  }
}
