package io.quorate.engine.model;

import java.util.List;

/**
 * One replica of a committee, as the genesis record or a reconfiguration names it.
 *
 * @param keys public keys, in order of preference; the first one signs votes
 * @param address where it first listens, as {@code host:port}; a hint, never an identity
 */
public record Member(ReplicaId id, List<PublicKey> keys, String address) {

  public Member {
    keys = List.copyOf(keys);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException(id + " has no key");
    }
  }

  public PublicKey votingKey() {
    return keys.get(0);
  }
}
