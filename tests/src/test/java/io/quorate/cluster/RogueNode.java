package io.quorate.cluster;

import com.typesafe.config.ConfigFactory;
import io.quorate.bootstrap.cli.group.GroupDirectory;
import io.quorate.bootstrap.keys.IdentityFile;
import io.quorate.bootstrap.keys.IdentityKey;
import io.quorate.bootstrap.membership.MembershipIdentity;
import io.quorate.bootstrap.node.Node;
import io.quorate.bootstrap.node.PekkoSettings;
import io.quorate.bootstrap.tls.CommitteeTrust;
import io.quorate.bootstrap.tls.PeerName;
import io.quorate.bootstrap.tls.QuorateSslEngineProvider;
import io.quorate.bootstrap.tls.TlsCredential;
import io.quorate.bootstrap.tls.TlsFiles;
import io.quorate.engine.crypto.SignatureScheme;
import io.quorate.engine.model.ReplicaId;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.AddressFromURIString;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.InternalClusterAction;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.util.Version;
import scala.collection.immutable.Set$;

/** A Pekko node with no replica in it, which looks for the group's cluster and lies to it. */
final class RogueNode implements AutoCloseable {

  private static final String HOST = "127.0.0.1";
  private static final String MEMBERSHIP = "/system/cluster/core/daemon";

  private final GroupDirectory group;
  private final ActorSystem system;
  private final Cluster cluster;
  private final Random random = new Random(1);

  /** With whose keys it speaks: over TLS, and in the cluster. */
  private record Keys(TlsCredential tls, IdentityKey identity) {}

  private RogueNode(GroupDirectory group, int index, int port, Keys keys) {
    this.group = group;
    var genesis = group.genesis();
    Map<String, Object> own =
        Map.of(
            "pekko.remote.artery.canonical.port",
            port,
            "pekko.remote.artery.bind.port",
            port,
            "pekko.cluster.seed-nodes",
            genesis.members().stream().limit(index).map(each -> uri(each.address())).toList());
    var config =
        ConfigFactory.parseMap(own).withFallback(PekkoSettings.of(group.settings(index), genesis));
    var trust = new CommitteeTrust(genesis, InstantSource.system());
    this.system =
        ActorSystem.create(
            PekkoSettings.SYSTEM,
            ActorSystemSetup.create(
                BootstrapSetup.create(config),
                QuorateSslEngineProvider.setup(keys.tls(), trust),
                new MembershipIdentity(
                    genesis,
                    new ReplicaId(index),
                    keys.identity().signer(),
                    System.currentTimeMillis())));
    this.cluster = Cluster.get(system);
  }

  /** In the place of this replica, with its address and its certificate. */
  static RogueNode member(GroupDirectory group, int index) throws IOException {
    var address = group.genesis().members().get(index).address();
    var port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    var home = group.replica(index);
    var identity = IdentityFile.read(home.resolve(Node.IDENTITY));
    return new RogueNode(group, index, port, new Keys(TlsFiles.read(home), identity));
  }

  /** Somewhere else, with a certificate in this replica's name that it made itself. */
  static RogueNode outsider(GroupDirectory group, int index, int port) {
    var key = IdentityKey.create(SignatureScheme.ED25519, new SecureRandom());
    var name = PeerName.of(new ReplicaId(index), group.genesis().name());
    var credential = TlsCredential.issue(key, name, Instant.now(), new SecureRandom());
    return new RogueNode(group, index, port, new Keys(credential, key));
  }

  boolean isUp() {
    return cluster.selfMember().status() == MemberStatus.up();
  }

  /** Addresses of the cluster's members, as this node sees them. */
  Set<String> members() {
    var addresses = new TreeSet<String>();
    for (var member : cluster.state().getMembers()) {
      addresses.add(member.address().hostPort());
    }
    return addresses;
  }

  void down(int replica) {
    cluster.down(address(replica));
  }

  void leave(int replica) {
    cluster.leave(address(replica));
  }

  /** Says to this replica that another process at its own address wants to join. */
  void pretendAnother(int replica) {
    tell(replica, join(address(replica)));
  }

  /** Says to this replica that so many processes want to join that do not exist. */
  void invent(int count, int to) {
    for (int i = 0; i < count; i++) {
      tell(to, join(Address.apply("pekko", PekkoSettings.SYSTEM, HOST, 1 + i)));
    }
  }

  private InternalClusterAction.Join join(Address address) {
    var node = new UniqueAddress(address, random.nextLong());
    return new InternalClusterAction.Join(
        node, Set$.MODULE$.<String>empty(), Version.apply("0.0.0"));
  }

  private void tell(int replica, Object message) {
    var path = uri(group.genesis().members().get(replica).address()) + MEMBERSHIP;
    system.actorSelection(path).tell(message, ActorRef.noSender());
  }

  private Address address(int replica) {
    return AddressFromURIString.parse(uri(group.genesis().members().get(replica).address()));
  }

  private static String uri(String address) {
    return "pekko://" + PekkoSettings.SYSTEM + "@" + address;
  }

  @Override
  public void close() {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
  }
}
