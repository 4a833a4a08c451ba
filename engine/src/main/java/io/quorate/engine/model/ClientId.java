package io.quorate.engine.model;

/**
 * A client: registered in the genesis record, or a replica in its role as one.
 *
 * @param value not negative
 */
public record ClientId(long value) implements Comparable<ClientId> {

  /** Numbers from here on are the replicas' own. */
  public static final long FIRST_GATEWAY = 1_000_000;

  /** The client as which a replica itself asks the group; it signs with the replica's key. */
  public static ClientId gatewayOf(ReplicaId replica) {
    return new ClientId(FIRST_GATEWAY + replica.value());
  }

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
