package io.quorate.engine.model;

import java.util.List;
import java.util.SortedMap;

/**
 * The record that founds a group. Its digest is the {@link ClusterId}.
 *
 * @param name for people
 * @param nonce makes two groups with equal members different
 * @param clients keys of the registered clients
 * @param rules numbers on which all replicas must agree
 */
public record Genesis(
    String name,
    Bytes nonce,
    List<Member> members,
    SortedMap<ClientId, PublicKey> clients,
    ProtocolRules rules) {

  public Genesis {
    members = List.copyOf(members);
    clients = java.util.Collections.unmodifiableSortedMap(new java.util.TreeMap<>(clients));
  }

  /** The founders. */
  public Configuration configuration() {
    return new Configuration(ConfigurationId.GENESIS, members, rules);
  }
}
