package io.quorate.bootstrap.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quorate.bootstrap.TestGroup;
import io.quorate.bootstrap.keys.IdentityKey;
import io.quorate.bootstrap.metrics.BootstrapMetrics;
import io.quorate.bootstrap.tls.CommitteeTrust;
import io.quorate.bootstrap.tls.PeerName;
import io.quorate.bootstrap.tls.QuorateSslEngineProvider;
import io.quorate.bootstrap.tls.TlsCredential;
import io.quorate.engine.crypto.SignatureScheme;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.spi.InboundFrame;
import io.quorate.engine.spi.Transport.Lane;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.locks.LockSupport;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TlsTransportTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int UNKNOWN = 64;

  /** Frames of 1 KiB that one peer may have waiting, and those of the last record with them. */
  private static final int HOARD = 100;

  /** The same, of a send queue and the sockets behind it. */
  private static final int MORE_THAN_BUFFERS = 32 * 1024;

  private static final long LONGER_THAN_SILENCE = Duration.ofMillis(5_500).toNanos();
  private static final int SOME_TURNS = 40;
  private final TestGroup group = TestGroup.of(4, SignatureScheme.ED25519);
  private final ActorTestKit actors = ActorTestKit.create();
  private final List<TlsTransport> open = new ArrayList<>();
  private final List<EventLoop> loops = new ArrayList<>();
  private final ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();
  private final Counts counts = new Counts();

  @AfterEach
  void close() {
    open.forEach(TlsTransport::close);
    loops.forEach(EventLoop::shutdown);
    actors.shutdownTestKit();
  }

  @Test
  void a_member_is_heard_on_the_lane_that_it_named() throws IOException {
    var receiver = replica(0);
    var sender = replica(1);
    receiver.listen(Lane.VOTES, noting("vote "));
    receiver.listen(Lane.BULK, noting("bulk "));
    until(() -> sends(sender, Lane.VOTES, "a") && heard.contains("vote a"));
    until(() -> sends(sender, Lane.BULK, "b") && heard.contains("bulk b"));
    assertThat(heard).doesNotContain("vote b", "bulk a");
  }

  @Test
  void what_is_sent_and_what_came_is_counted_by_lane() throws IOException {
    var receiver = replica(0);
    var sender = replica(1);
    receiver.listen(Lane.BULK, noting(""));
    until(() -> sends(sender, Lane.BULK, "12345") && heard.contains("12345"));
    assertThat(counts.of(BootstrapMetrics.SENT_BYTES, "bulk"))
        .isEqualTo(5 * counts.of(BootstrapMetrics.SENT, "bulk"));
    long sent = counts.of(BootstrapMetrics.SENT_BYTES, "bulk");
    until(() -> counts.of(BootstrapMetrics.RECEIVED_BYTES, "bulk") >= 5);
    assertThat(counts.of(BootstrapMetrics.RECEIVED_BYTES, "bulk")).isBetween(5L, sent);
  }

  @Test
  void that_nobody_listens_is_told_and_that_nobody_answers_is_not() throws Exception {
    var sender = replica(1);
    var refused = new ConcurrentLinkedQueue<String>();
    sender.watch(refused::add);
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var there = "127.0.0.1:" + silent.getLocalPort();
      sender.toReplica(there, Lane.VOTES, Bytes.utf8("is anybody there?"));
      until(() -> sends(sender, Lane.VOTES, "a") && !refused.isEmpty());
      assertThat(refused).containsOnly(group.genesis().members().get(0).address());
    }
  }

  @Test
  void who_was_away_itself_blames_nobody_for_the_silence() throws IOException {
    var receiver = replica(0);
    var sender = replica(1);
    receiver.listen(Lane.VOTES, noting(""));
    until(() -> sends(sender, Lane.VOTES, "a") && heard.contains("a"));
    long lost = counts.of("no-link");
    var loop = loops.get(1);
    CompletableFuture.runAsync(() -> LockSupport.parkNanos(LONGER_THAN_SILENCE), loop).join();
    for (int i = 0; i < SOME_TURNS; i++) {
      CompletableFuture.runAsync(() -> {}, loop).join();
    }
    sends(sender, Lane.VOTES, "b");
    until(() -> heard.contains("b"));
    assertThat(counts.of("no-link")).isEqualTo(lost);
  }

  @Test
  void a_client_that_nobody_could_call_is_answered_on_its_own_connection() throws IOException {
    var replica = replica(0);
    var first = client(group.clientKey());
    var second = client(group.clientKey());
    replica.listen(Lane.REQUESTS, noting(""));
    first.listen(Lane.REPLIES, noting("first "));
    second.listen(Lane.REPLIES, noting("second "));
    until(() -> sends(first, Lane.REQUESTS, "1") && heard.contains("1"));
    until(() -> sends(second, Lane.REQUESTS, "2") && heard.contains("2"));
    replica.toClient(first.replyAddress(), Bytes.utf8("yours"));
    replica.toClient(second.replyAddress(), Bytes.utf8("and yours"));
    until(() -> heard.contains("first yours") && heard.contains("second and yours"));
    replica.toClient("client-0/1", Bytes.utf8("of a life that is over"));
    assertThat(counts.of("no-client")).isEqualTo(1);
  }

  @Test
  void a_client_may_not_take_a_replicas_lane() throws IOException {
    var replica = replica(0);
    var client = client(group.clientKey());
    replica.listen(Lane.VOTES, noting("vote "));
    replica.listen(Lane.REQUESTS, noting("request "));
    for (int i = 0; i < 3; i++) {
      sends(client, Lane.VOTES, "mine");
      until(() -> sends(client, Lane.REQUESTS, "mine") && heard.remove("request mine"));
    }
    assertThat(heard).doesNotContain("vote mine");
  }

  @Test
  void a_stranger_with_a_members_name_is_not_heard() throws IOException {
    var replica = replica(0);
    var key = IdentityKey.create(SignatureScheme.ED25519, new SecureRandom());
    var stranger = caller(key, PeerName.of(new ReplicaId(1), group.name()), 1);
    var member = replica(2);
    replica.listen(Lane.VOTES, noting(""));
    for (int i = 0; i < 3; i++) {
      sends(stranger, Lane.VOTES, "let me in");
      until(() -> sends(member, Lane.VOTES, "hello") && heard.remove("hello"));
    }
    assertThat(heard).doesNotContain("let me in");
  }

  @Test
  void the_largest_frame_arrives_whole_and_a_larger_one_is_counted() throws IOException {
    var receiver = replica(0);
    var sender = replica(1);
    receiver.listen(Lane.BULK, noting(""));
    var largest = "x".repeat(Connection.LARGEST_FRAME);
    until(() -> sends(sender, Lane.BULK, largest) && heard.contains(largest));
    sends(sender, Lane.BULK, largest + "x");
    assertThat(counts.of("too-large")).isEqualTo(1);
  }

  @Test
  void what_is_too_large_for_the_votes_travels_beside_them() throws IOException {
    var receiver = replica(0);
    var sender = replica(1);
    receiver.listen(Lane.VOTES, noting("vote "));
    receiver.listen(Lane.BULK, noting("bulk "));
    var large = "x".repeat(300_000);
    until(() -> sends(sender, Lane.VOTES, large) && heard.contains("bulk " + large));
    assertThat(heard).doesNotContain("vote " + large);
  }

  @Test
  void a_peer_that_comes_back_is_found_again() throws IOException {
    var sender = replica(1);
    for (int life = 1; life <= 3; life++) {
      var text = "life " + life;
      try (var receiver = replica(0)) {
        receiver.listen(Lane.VOTES, noting(""));
        until(() -> sends(sender, Lane.VOTES, text) && heard.contains(text));
      }
    }
  }

  @Test
  void a_peer_that_does_not_read_costs_a_bounded_number_of_octets() throws IOException {
    var sender = replica(1);
    var chunk = "x".repeat(1024 * 1024);
    try (var deaf = new ServerSocket(port(0), 1, InetAddress.getLoopbackAddress())) {
      for (int i = 0; i < 20; i++) {
        sends(sender, Lane.BULK, chunk);
      }
      assertThat(deaf.isBound()).isTrue();
    }
    assertThat(counts.of("no-link")).isGreaterThanOrEqualTo(12);
  }

  @Test
  void who_is_heard_faster_than_it_is_dealt_with_fills_its_own_buffers_and_nobody_elses()
      throws IOException {
    var replica = replica(0);
    var hoarded = new ConcurrentLinkedQueue<InboundFrame>();
    replica.listen(Lane.VOTES, actors.spawn(hoarding(hoarded)));
    var flooder = replica(1);
    var text = "x".repeat(1024);
    until(() -> sends(flooder, Lane.VOTES, text) && !hoarded.isEmpty());
    for (int i = 0; i < MORE_THAN_BUFFERS; i++) {
      sends(flooder, Lane.VOTES, text);
    }
    assertThat(counts.of("no-link")).isPositive();
    assertThat(hoarded).hasSizeLessThan(HOARD);
    var other = replica(2);
    until(() -> sends(other, Lane.VOTES, "other") && isHeard(hoarded));
    assertThat(hoarded).hasSizeLessThan(2 * HOARD);
    hoarded.forEach(wire -> wire.done(1));
    int before = hoarded.size();
    until(() -> hoarded.size() > before);
  }

  private static boolean isHeard(ConcurrentLinkedQueue<InboundFrame> hoarded) {
    return hoarded.stream().anyMatch(wire -> wire.octets().asUtf8().equals("other"));
  }

  /** Deals with nothing. */
  private static Behavior<InboundFrame> hoarding(ConcurrentLinkedQueue<InboundFrame> hoarded) {
    return Behaviors.receiveMessage(
        wire -> {
          hoarded.add(wire);
          return Behaviors.same();
        });
  }

  @Test
  void who_speaks_neither_our_protocol_nor_pekkos_is_cut_off() throws IOException {
    replica(0);
    for (var nonsense : List.of("GET / HTTP/1.1\r\n\r\n", "QQQQQQQQQQQQQQQQQQQQQQQQ")) {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), port(0))) {
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.getOutputStream().write(nonsense.getBytes(StandardCharsets.US_ASCII));
        assertThat(isCutOff(socket)).as(nonsense).isTrue();
      }
    }
  }

  @Test
  void those_who_never_say_who_they_are_take_places_from_each_other_only() throws Exception {
    var replica = replica(0);
    replica.listen(Lane.VOTES, noting(""));
    var mute = new ArrayList<Socket>();
    try {
      for (int i = 0; i < 2 * UNKNOWN; i++) {
        mute.add(new Socket(InetAddress.getLoopbackAddress(), port(0)));
        mute.get(i).getOutputStream().write('Q');
      }
      mute.get(0).setSoTimeout(1_000);
      assertThat(isCutOff(mute.get(0))).isTrue();
      var member = replica(1);
      until(() -> sends(member, Lane.VOTES, "hello") && heard.contains("hello"));
    } finally {
      for (var socket : mute) {
        socket.close();
      }
    }
  }

  @Test
  void a_client_with_many_lives_loses_its_own_oldest_one() throws IOException {
    var replica = replica(0);
    replica.listen(Lane.REQUESTS, noting(""));
    var other = replica(1);
    other.listen(Lane.REPLIES, noting("other "));
    until(() -> sends(other, Lane.REQUESTS, "other") && heard.contains("other"));
    var lives = new ArrayList<TlsTransport>();
    for (int i = 0; i <= InboundConnections.MOST_OF_ONE; i++) {
      var life = client(group.clientKey());
      lives.add(life);
      var text = "life " + i;
      until(() -> sends(life, Lane.REQUESTS, text) && heard.contains(text));
    }
    replica.toClient(lives.get(0).replyAddress(), Bytes.utf8("gone"));
    assertThat(counts.of("no-client")).isEqualTo(1);
    replica.toClient(other.replyAddress(), Bytes.utf8("still there"));
    until(() -> heard.contains("other still there"));
  }

  /** An alert may come before the end, or a reset instead of it. */
  private static boolean isCutOff(Socket socket) throws IOException {
    try {
      return socket.getInputStream().readAllBytes().length < 100;
    } catch (SocketException e) {
      return true;
    }
  }

  @Test
  void what_a_process_sends_to_itself_needs_no_connection() throws IOException {
    var replica = caller(group.key(0), PeerName.of(new ReplicaId(0), group.name()), 0);
    replica.listen(Lane.REQUESTS, noting("request "));
    replica.listen(Lane.REPLIES, noting("reply "));
    sends(replica, Lane.REQUESTS, "a");
    replica.toClient(replica.replyAddress(), Bytes.utf8("b"));
    until(() -> heard.contains("request a") && heard.contains("reply b"));
  }

  private TlsTransport client(IdentityKey key) throws IOException {
    return caller(key, PeerName.of(new ClientId(0), group.name()), -1);
  }

  private int port(int replica) {
    var own = address(replica);
    return Integer.parseInt(own.substring(own.lastIndexOf(':') + 1));
  }

  private boolean sends(TlsTransport from, Lane lane, String text) {
    from.toReplica(address(0), lane, Bytes.utf8(text));
    return true;
  }

  private ActorRef<InboundFrame> noting(String prefix) {
    return actors.spawn(
        Behaviors.receiveMessage(
            wire -> {
              heard.add(prefix + wire.octets().asUtf8());
              wire.done(0);
              return Behaviors.same();
            }));
  }

  private static void until(Callable<Boolean> condition) {
    await().atMost(PATIENCE).until(condition);
  }

  private String address(int replica) {
    return group.genesis().members().get(replica).address();
  }

  private TlsTransport replica(int index) throws IOException {
    var transport =
        caller(group.key(index), PeerName.of(new ReplicaId(index), group.name()), index);
    transport.bind(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port(index)), Optional.empty());
    return transport;
  }

  private TlsTransport caller(IdentityKey key, PeerName name, int index) throws IOException {
    var credential = TlsCredential.issue(key, name, Instant.now(), new SecureRandom());
    var trust = new CommitteeTrust(group.genesis(), InstantSource.system());
    var loop = EventLoop.start(Thread::new);
    loops.add(loop);
    var transport =
        new TlsTransport(
            new Links(
                Reactor.on(loop),
                ForkJoinPool.commonPool(),
                new QuorateSslEngineProvider(credential, trust)),
            new TlsTransport.Self(
                credential.certificate().getSubjectX500Principal(),
                index < 0 ? "" : address(index)),
            new LinkSettings(64, 1 << 20, 1 << 20, Duration.ofHours(1)),
            counts);
    open.add(transport);
    return transport;
  }
}
