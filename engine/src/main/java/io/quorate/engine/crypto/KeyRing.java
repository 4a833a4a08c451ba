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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Who signs with what, in one configuration of one cluster. Immutable. */
public final class KeyRing {

  private final ClusterId cluster;
  private final Membership membership;
  private final int window;
  private final List<VerificationKey> replicas;
  private final Map<Long, VerificationKey> clients;
  private final Supplier<SignatureCheck> checks;

  private KeyRing(
      ClusterId cluster,
      Membership membership,
      int window,
      Keys keys,
      Supplier<SignatureCheck> checks) {
    this.cluster = cluster;
    this.membership = membership;
    this.window = window;
    this.replicas = List.copyOf(keys.replicas());
    this.clients = Map.copyOf(keys.clients());
    this.checks = checks;
  }

  private record Keys(List<VerificationKey> replicas, Map<Long, VerificationKey> clients) {}

  /**
   * The founders' keys.
   *
   * @throws IllegalArgumentException when a key is none of its scheme's, or two members have one:
   *     whoever holds it would vote twice
   */
  public static KeyRing of(Genesis genesis, ClusterId cluster) {
    var membership = genesis.membership();
    var replicas =
        membership.members().stream().map(Member::votingKey).map(SignatureScheme::keyOf).toList();
    if (new HashSet<>(replicas).size() != replicas.size()) {
      throw new IllegalArgumentException("two members have one key");
    }
    var clients = new TreeMap<Long, VerificationKey>();
    for (Map.Entry<ClientId, PublicKey> client : genesis.clients().entrySet()) {
      clients.put(client.getKey().value(), SignatureScheme.keyOf(client.getValue()));
    }
    for (var member : membership.members()) {
      clients.put(ClientId.gatewayOf(member.id()).value(), replicas.get(member.id().value()));
    }
    return new KeyRing(
        cluster,
        membership,
        genesis.rules().window(),
        new Keys(replicas, clients),
        BatchCheck::new);
  }

  /**
   * The same keys, asked about signatures in another way; for simulations.
   *
   * @param others makes a check for each verifier
   */
  public KeyRing checkedBy(Supplier<SignatureCheck> others) {
    return new KeyRing(cluster, membership, window, new Keys(replicas, clients), others);
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

  /** Slots that may be open above a stable checkpoint, by the rules of the group. */
  int window() {
    return window;
  }

  SignatureCheck newCheck() {
    return checks.get();
  }

  /** The key under which this statement must be signed; empty for a stranger's. */
  Optional<VerificationKey> signerOf(Statement statement) {
    return statement.type().isFromClient()
        ? Optional.ofNullable(clients.get(statement.signer()))
        : replica(statement.signer());
  }

  private Optional<VerificationKey> replica(long index) {
    return index >= 0 && index < replicas.size()
        ? Optional.of(replicas.get((int) index))
        : Optional.empty();
  }
}
