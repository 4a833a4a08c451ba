package io.quorate.bootstrap.cli.group;

import io.quorate.bootstrap.settings.Address;
import io.quorate.engine.crypto.SignatureScheme;
import io.quorate.engine.model.Genesis;
import io.quorate.engine.model.Member;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What group to found.
 *
 * @param replicas at least 4
 * @param hosts one for all replicas, or one for each
 * @param clients that have a key each
 * @param durable false for a group that keeps nothing
 */
public record GroupPlan(
    String name,
    int replicas,
    List<String> hosts,
    SignatureScheme scheme,
    Ports ports,
    int clients,
    boolean durable) {

  /** Where replica 0 listens; replica i listens i ports higher. */
  public record Ports(int base, int http) {}

  String host(int replica) {
    return hosts.get(hosts.size() == 1 ? 0 : replica);
  }

  Address address(int replica) {
    return new Address(host(replica), ports.base() + replica);
  }

  Address http(int replica) {
    return new Address(host(replica), ports.http() + replica);
  }

  /** Is this the group that would be founded, but for what is drawn by lot? */
  boolean describes(Genesis genesis) {
    var listed = genesis.members().stream().map(Member::address).toList();
    var planned = IntStream.range(0, replicas).mapToObj(i -> address(i).toString()).toList();
    return genesis.name().equals(name)
        && listed.equals(planned)
        && genesis.clients().size() == clients
        && genesis.members().get(0).keys().get(0).scheme() == scheme.code();
  }
}
