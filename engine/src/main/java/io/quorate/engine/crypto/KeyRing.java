package io.quorate.engine.crypto;

import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.ClusterId;
import io.quorate.engine.model.Configuration;
import io.quorate.engine.model.Genesis;
import io.quorate.engine.model.Member;
import io.quorate.engine.model.PublicKey;
import io.quorate.engine.model.Quorum;
import io.quorate.engine.model.message.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Who signs with what, in one configuration of one cluster. Immutable. */
public final class KeyRing {

  private final ClusterId cluster;
  private final Configuration configuration;
  private final List<Optional<VerificationKey>> replicas;
  private final List<VerificationKey> inOrder;
  private final Map<Long, VerificationKey> clients;
  private final Supplier<SignatureCheck> checks;

  private KeyRing(
      ClusterId cluster, Configuration configuration, Keys keys, Supplier<SignatureCheck> checks) {
    this.cluster = cluster;
    this.configuration = configuration;
    this.inOrder = List.copyOf(keys.replicas());
    this.replicas = byId(configuration, keys.replicas());
    this.clients = Map.copyOf(keys.clients());
    this.checks = checks;
  }

  private record Keys(List<VerificationKey> replicas, Map<Long, VerificationKey> clients) {}

  /** Each member's key at its id, for ids are no places in the list of members. */
  private static List<Optional<VerificationKey>> byId(
      Configuration configuration, List<VerificationKey> keys) {
    var byId = new ArrayList<Optional<VerificationKey>>();
    for (int i = 0; i < keys.size(); i++) {
      while (byId.size() < configuration.members().get(i).id().value()) {
        byId.add(Optional.empty());
      }
      byId.add(Optional.of(keys.get(i)));
    }
    return List.copyOf(byId);
  }

  /**
   * The founders' keys.
   *
   * @throws IllegalArgumentException when a key is none of its scheme's, or two members have one:
   *     whoever holds it would vote twice
   */
  public static KeyRing of(Genesis genesis, ClusterId cluster) {
    var configuration = genesis.configuration();
    var replicas =
        configuration.members().stream()
            .map(Member::votingKey)
            .map(SignatureScheme::keyOf)
            .toList();
    if (new HashSet<>(replicas).size() != replicas.size()) {
      throw new IllegalArgumentException("two members have one key");
    }
    var clients = new TreeMap<Long, VerificationKey>();
    for (Map.Entry<ClientId, PublicKey> client : genesis.clients().entrySet()) {
      clients.put(client.getKey().value(), SignatureScheme.keyOf(client.getValue()));
    }
    for (int i = 0; i < replicas.size(); i++) {
      var gateway = ClientId.gatewayOf(configuration.members().get(i).id());
      clients.put(gateway.value(), replicas.get(i));
    }
    return new KeyRing(cluster, configuration, new Keys(replicas, clients), BatchCheck::new);
  }

  /**
   * The same keys, asked about signatures in another way; for simulations.
   *
   * @param others makes a check for each verifier
   */
  public KeyRing checkedBy(Supplier<SignatureCheck> others) {
    return new KeyRing(cluster, configuration, new Keys(inOrder, clients), others);
  }

  public ClusterId cluster() {
    return cluster;
  }

  /** The configuration whose members' keys these are. */
  public Configuration configuration() {
    return configuration;
  }

  public Quorum quorum() {
    return configuration.quorum();
  }

  /** Slots that may be open above a stable checkpoint, by the rules of the group. */
  int window() {
    return configuration.rules().window();
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

  private Optional<VerificationKey> replica(long id) {
    return id >= 0 && id < replicas.size() ? replicas.get((int) id) : Optional.empty();
  }
}
