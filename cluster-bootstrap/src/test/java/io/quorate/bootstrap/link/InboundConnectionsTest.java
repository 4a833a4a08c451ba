package io.quorate.bootstrap.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quorate.bootstrap.TestGroup;
import io.quorate.bootstrap.keys.IdentityKey;
import io.quorate.bootstrap.tls.CommitteeTrust;
import io.quorate.bootstrap.tls.PeerName;
import io.quorate.bootstrap.tls.QuorateSslEngineProvider;
import io.quorate.bootstrap.tls.TlsCredential;
import io.quorate.engine.crypto.SignatureScheme;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.Genesis;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.spi.InboundFrame;
import io.quorate.engine.spi.Transport.Lane;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class InboundConnectionsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final ClientId ANOTHER = new ClientId(1);
  private static final int ATTEMPTS = 20;

  private final IdentityKey anotherKey =
      IdentityKey.create(SignatureScheme.ED25519, new SecureRandom());
  private final TestGroup group = TestGroup.of(4, SignatureScheme.ED25519);
  private final ActorTestKit actors = ActorTestKit.create();
  private final List<TlsTransport> open = new ArrayList<>();
  private final ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();
  private final Counts counts = new Counts();

  @AfterEach
  void close() {
    open.forEach(TlsTransport::close);
    actors.shutdownTestKit();
  }

  @Test
  void one_client_too_many_takes_a_place_of_its_own_and_no_replicas() throws IOException {
    var replica = replica(1);
    replica.listen(Lane.REQUESTS, taking());
    var first = client();
    until(first, "first");
    var member = caller(group.key(1), PeerName.of(new ReplicaId(1), group.name()), LARGE);
    until(member, "member");
    until(client(), "again");
    replica.toClient(first.replyAddress(), Bytes.utf8("gone"));
    assertThat(counts.of("no-client")).isEqualTo(1);
    replica.toClient(member.replyAddress(), Bytes.utf8("here"));
    assertThat(counts.of("no-client")).isEqualTo(1);
  }

  @Test
  void a_client_of_no_use_makes_room_for_another_and_no_replica_does() throws IOException {
    var replica = replica(1, Duration.ofNanos(1));
    replica.listen(Lane.REQUESTS, taking());
    var member = caller(group.key(1), PeerName.of(new ReplicaId(1), group.name()), LARGE);
    until(member, "member");
    var first = client();
    until(first, "first");
    until(another(), "another");
    replica.toClient(first.replyAddress(), Bytes.utf8("gone"));
    assertThat(counts.of("no-client")).isEqualTo(1);
    replica.toClient(member.replyAddress(), Bytes.utf8("here"));
    assertThat(counts.of("no-client")).isEqualTo(1);
  }

  @Test
  void a_client_of_use_keeps_its_place() throws IOException {
    var replica = replica(1);
    replica.listen(Lane.REQUESTS, taking());
    var first = client();
    until(first, "first");
    var another = another();
    var attempts = new AtomicInteger();
    until(
        () -> {
          another.toReplica(address(), Lane.REQUESTS, Bytes.utf8("another"));
          return attempts.incrementAndGet() == ATTEMPTS;
        });
    replica.toClient(first.replyAddress(), Bytes.utf8("here"));
    assertThat(counts.of("no-client")).isZero();
    assertThat(heard).doesNotContain("another");
  }

  @Test
  void replies_that_nobody_reads_are_bounded_in_all() throws IOException {
    var replica = replica(8);
    replica.listen(Lane.REQUESTS, taking());
    var client = client();
    client.listen(Lane.REPLIES, actors.spawn(Behaviors.ignore()));
    until(client, "hello");
    var reply = Bytes.wrap(new byte[200_000]);
    until(
        () -> {
          replica.toClient(client.replyAddress(), reply);
          return counts.of("no-client") > 0;
        });
  }

  @Test
  void a_client_that_costs_too_many_checks_waits_and_others_do_not() throws IOException {
    var replica = replica(8);
    replica.listen(Lane.REQUESTS, taking(DEAR));
    var client = client();
    until(client, "forged");
    for (int i = 0; i < 40; i++) {
      client.toReplica(address(), Lane.REQUESTS, Bytes.utf8("more"));
    }
    var member = caller(group.key(1), PeerName.of(new ReplicaId(1), group.name()), LARGE);
    until(member, "other");
    assertThat(heard).doesNotContain("more");
  }

  @Test
  void who_can_be_answered_is_told_when_it_connects_and_to_whoever_asks_later() throws IOException {
    var replica = replica(8);
    var connected = new ConcurrentLinkedQueue<String>();
    replica.watchClients(connected::add);
    for (var lane : List.of(Lane.REQUESTS, Lane.VOTES, Lane.REPLIES)) {
      replica.listen(lane, taking());
    }
    var client = client();
    var gateway = member();
    until(client, "1");
    until(
        () -> {
          gateway.toReplica(address(), Lane.VOTES, Bytes.utf8("2"));
          return heard.contains("2");
        });
    until(gateway, "3");
    var all = List.of(replica.replyAddress(), client.replyAddress(), gateway.replyAddress());
    assertThat(connected).containsExactlyElementsOf(all);
    var later = new ArrayList<String>();
    replica.watchClients(later::add);
    assertThat(later).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void what_all_clients_are_sent_reaches_those_elsewhere_and_the_one_in_this_process()
      throws IOException {
    var replica = replica(8);
    replica.listen(Lane.REQUESTS, taking());
    replica.listen(Lane.REPLIES, naming("own"));
    var client = client();
    client.listen(Lane.REPLIES, naming("client"));
    var gateway = member();
    gateway.listen(Lane.REPLIES, naming("gateway"));
    until(client, "1");
    until(gateway, "2");
    replica.toAllClients(Bytes.utf8("news"));
    until(() -> heard.containsAll(List.of("own", "client", "gateway")));
  }

  /** Notes a name for whatever comes. */
  private ActorRef<InboundFrame> naming(String name) {
    return actors.spawn(
        Behaviors.receiveMessage(
            wire -> {
              heard.add(name);
              return Behaviors.same();
            }));
  }

  private TlsTransport member() throws IOException {
    return caller(group.key(1), PeerName.of(new ReplicaId(1), group.name()), LARGE);
  }

  /** Checks of an hour. */
  private static final int DEAR = 16_000_000;

  private static final Duration NEVER = Duration.ofHours(1);

  private static final LinkSettings LARGE = new LinkSettings(64, 1 << 20, 1 << 20, NEVER);

  private TlsTransport client() throws IOException {
    return caller(group.clientKey(), PeerName.of(new ClientId(0), group.name()), LARGE);
  }

  private TlsTransport another() throws IOException {
    return caller(anotherKey, PeerName.of(ANOTHER, group.name()), LARGE);
  }

  /** The group, with another client. */
  private Genesis genesis() {
    var founded = group.genesis();
    var clients = new TreeMap<>(founded.clients());
    clients.put(ANOTHER, anotherKey.publicKey());
    return new Genesis(
        founded.name(), founded.nonce(), founded.members(), clients, founded.rules());
  }

  private TlsTransport replica(int clients) throws IOException {
    return replica(clients, NEVER);
  }

  private TlsTransport replica(int clients, Duration idle) throws IOException {
    var settings = new LinkSettings(clients, 1 << 20, 1 << 20, idle);
    var transport = caller(group.key(0), PeerName.of(new ReplicaId(0), group.name()), settings);
    var own = address();
    int port = Integer.parseInt(own.substring(own.lastIndexOf(':') + 1));
    var loopback = InetAddress.getLoopbackAddress();
    transport.bind(
        new InetSocketAddress(loopback, port), Optional.of(new InetSocketAddress(loopback, 1)));
    return transport;
  }

  private TlsTransport caller(IdentityKey key, PeerName name, LinkSettings settings)
      throws IOException {
    var credential = TlsCredential.issue(key, name, Instant.now(), new SecureRandom());
    var trust = new CommitteeTrust(genesis(), InstantSource.system());
    var tls = new QuorateSslEngineProvider(credential, trust);
    var transport =
        new TlsTransport(
            new Links(Reactor.alone(), ForkJoinPool.commonPool(), tls),
            new TlsTransport.Self(credential.certificate().getSubjectX500Principal(), ""),
            settings,
            counts);
    open.add(transport);
    return transport;
  }

  private String address() {
    return group.genesis().members().get(0).address();
  }

  private ActorRef<InboundFrame> taking() {
    return taking(0);
  }

  private ActorRef<InboundFrame> taking(int checks) {
    return actors.spawn(
        Behaviors.receiveMessage(
            wire -> {
              heard.add(wire.octets().asUtf8());
              wire.done(checks);
              return Behaviors.same();
            }));
  }

  private void until(TlsTransport from, String text) {
    until(
        () -> {
          from.toReplica(address(), Lane.REQUESTS, Bytes.utf8(text));
          return heard.contains(text);
        });
  }

  private static void until(Callable<Boolean> condition) {
    await().atMost(PATIENCE).until(condition);
  }
}
