package io.quorate.engine.crypto;

import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.ClusterId;
import io.quorate.engine.model.ConfigurationId;
import io.quorate.engine.model.Genesis;
import io.quorate.engine.model.Member;
import io.quorate.engine.model.Membership;
import io.quorate.engine.model.PublicKey;
import io.quorate.engine.model.Quorum;
import io.quorate.engine.model.message.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Who signs with what, in one configuration of one cluster. Immutable. */
public final class KeyRing {

  private final ClusterId cluster;
  private final Membership membership;
  private final List<VerificationKey> replicas;
  private final Map<Long, VerificationKey> clients;

  private KeyRing(
      ClusterId cluster,
      Membership membership,
      List<VerificationKey> replicas,
      Map<Long, VerificationKey> clients) {
    this.cluster = cluster;
    this.membership = membership;
    this.replicas = List.copyOf(replicas);
    this.clients = Map.copyOf(clients);
  }

  /**
   * The founders' keys.
   *
   * @throws IllegalArgumentException when a key is none of its scheme's
   */
  public static KeyRing of(Genesis genesis, ClusterId cluster) {
    var membership = genesis.membership();
    var replicas = membership.members().stream().map(Member::votingKey).map(KeyRing::key).toList();
    var clients = new TreeMap<Long, VerificationKey>();
    for (Map.Entry<ClientId, PublicKey> client : genesis.clients().entrySet()) {
      clients.put(client.getKey().value(), key(client.getValue()));
    }
    for (var member : membership.members()) {
      clients.put(ClientId.gatewayOf(member.id()).value(), replicas.get(member.id().value()));
    }
    return new KeyRing(cluster, membership, replicas, clients);
  }

  public ClusterId cluster() {
    return cluster;
  }

  public ConfigurationId configuration() {
    return membership.configuration();
  }

  public Membership membership() {
    return membership;
  }

  public Quorum quorum() {
    return membership.quorum();
  }

  /** The key under which this statement must be signed; empty for a stranger's. */
  Optional<VerificationKey> signerOf(Statement statement) {
    return statement.type().isFromClient()
        ? Optional.ofNullable(clients.get(statement.signer()))
        : replica(statement.signer());
  }

  private Optional<VerificationKey> replica(long index) {
    return index < replicas.size() ? Optional.of(replicas.get((int) index)) : Optional.empty();
  }

  private static VerificationKey key(PublicKey key) {
    return SignatureScheme.ofCode((byte) key.scheme()).key(key.encoded().toArray());
  }
}
