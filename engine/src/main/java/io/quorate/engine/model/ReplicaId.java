package io.quorate.engine.model;

/**
 * A member of the committee; its index in {@link Configuration}.
 *
 * @param value 0 to n − 1
 */
public record ReplicaId(int value) implements Comparable<ReplicaId> {

  public ReplicaId {
    if (value < 0) {
      throw new IllegalArgumentException("a replica's index is not negative: " + value);
    }
  }

  @Override
  public int compareTo(ReplicaId other) {
    return Integer.compare(value, other.value);
  }

  @Override
  public String toString() {
    return "replica " + value;
  }
}
