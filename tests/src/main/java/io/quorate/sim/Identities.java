package io.quorate.sim;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.codec.ClientCodec;
import io.quorate.engine.codec.MessageCodec;
import io.quorate.engine.crypto.KeyRing;
import io.quorate.engine.crypto.MessageSigner;
import io.quorate.engine.crypto.MessageVerifier;
import io.quorate.engine.crypto.SignatureScheme;
import io.quorate.engine.crypto.Signer;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.ClusterId;
import io.quorate.engine.model.Configuration;
import io.quorate.engine.model.ConfigurationId;
import io.quorate.engine.model.Genesis;
import io.quorate.engine.model.Member;
import io.quorate.engine.model.MerkleRoot;
import io.quorate.engine.model.ProtocolRules;
import io.quorate.engine.model.PublicKey;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.certificate.StableCheckpoint;
import io.quorate.engine.spi.Chunk;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Who takes part in a simulated group, and how each of them signs. */
final class Identities {

  private final boolean real;
  private final Genesis genesis;
  private final ClusterId cluster;
  private final KeyRing ring;
  private final KeyRing observers;
  private final List<Signer> signers;
  private final StableCheckpoint beginning;

  /**
   * @param real Ed25519, not {@link KeyedHash}
   */
  Identities(int replicas, int clients, ProtocolRules rules, boolean real) {
    this.real = real;
    this.signers = new ArrayList<>();
    var members = new ArrayList<Member>();
    for (int i = 0; i < replicas; i++) {
      members.add(new Member(new ReplicaId(i), List.of(newKey()), address(i)));
    }
    var keys = new TreeMap<ClientId, PublicKey>();
    for (int i = 1; i <= clients; i++) {
      keys.put(new ClientId(i), newKey());
    }
    this.genesis = new Genesis("simulated", Bytes.utf8("nonce"), members, keys, rules);
    this.cluster = Canonical.clusterId(genesis);
    var founders = KeyRing.of(genesis, cluster);
    this.ring = real ? founders : founders.checkedBy(() -> new KeyedHash(true));
    this.observers = real ? founders : founders.checkedBy(() -> new KeyedHash(false));
    var empty = Chunk.of(ClientCodec.encodeHead(new ClientCodec.Head(0, 0))).digest();
    this.beginning = Canonical.genesisCheckpoint(MerkleRoot.of(List.of(empty)));
  }

  Configuration configuration() {
    return genesis.configuration();
  }

  ProtocolRules rules() {
    return genesis.rules();
  }

  KeyRing ring() {
    return ring;
  }

  /** The checkpoint before the first batch, when the application's state is empty. */
  StableCheckpoint beginning() {
    return beginning;
  }

  /** Where a replica listens, until it moves. */
  static String address(int replica) {
    return address(replica, 1);
  }

  /** Where it listens later. */
  static String address(int replica, int home) {
    return "replica-" + replica + ":" + home;
  }

  MessageSigner replica(int index) {
    return signer(index, index);
  }

  MessageSigner client(ClientId client) {
    return signer(client.value(), configuration().size() + (int) client.value() - 1);
  }

  /** For whoever is no part of a process, whom checking costs nothing. */
  MessageVerifier verifier() {
    return new MessageVerifier(observers, beginning.header().digest());
  }

  private MessageSigner signer(long id, int key) {
    var signer = signers.get(key);
    return new MessageSigner(
        new MessageCodec(cluster, ConfigurationId.GENESIS),
        id,
        real ? signer : new KeyedHash.Signing(signer.key()));
  }

  private PublicKey newKey() {
    var secret = new byte[SignatureScheme.SECRET_LENGTH];
    secret[0] = (byte) (signers.size() + 1);
    var signer = SignatureScheme.ED25519.signer(secret);
    signers.add(signer);
    return new PublicKey(SignatureScheme.ED25519.code(), Bytes.wrap(signer.key().encoded()));
  }
}
