package io.quorate.bootstrap.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quorate.bootstrap.TestGroup;
import io.quorate.bootstrap.tls.CommitteeTrust;
import io.quorate.bootstrap.tls.PeerName;
import io.quorate.bootstrap.tls.QuorateSslEngineProvider;
import io.quorate.bootstrap.tls.TlsCredential;
import io.quorate.engine.crypto.SignatureScheme;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.spi.Transport.Lane;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Isolated("it measures the heap, which others would fill")
class IdleConnectionTest {

  private static final int FEW = 20;
  private static final int MANY = 600;

  /** Handshakes at once: each of them has five seconds, on a machine that may be busy. */
  private static final int AT_ONCE = 20;

  private static final Bytes FRAME = Bytes.wrap(new byte[100_000]);

  private final TestGroup group = TestGroup.of(4, SignatureScheme.ED25519);
  private final List<Connection> connections = new ArrayList<>();
  private final AtomicInteger received = new AtomicInteger();

  @Test
  void a_connection_that_was_used_and_is_idle_keeps_no_more_than_the_table_says() throws Exception {
    try (var reactor = Reactor.alone();
        var listening = ServerSocketChannel.open()) {
      listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      use(reactor, listening, FEW);
      long before = usedBytes();
      use(reactor, listening, MANY);
      assertThat((usedBytes() - before) / (2 * MANY)).isLessThan(LinkBuffers.SESSION);
    }
  }

  private void use(Reactor reactor, ServerSocketChannel listening, int count) throws Exception {
    var dialling = new Links(reactor, ForkJoinPool.commonPool(), provider(1));
    var taking = new Links(reactor, ForkJoinPool.commonPool(), provider(0));
    int before = received.get();
    for (int i = 0; i < count; i++) {
      var near = SocketChannel.open(listening.getLocalAddress());
      var far = listening.accept();
      near.configureBlocking(false);
      var here =
          new Connection(
              dialling,
              near,
              dialling.tls().createClientSSLEngine("replica", 0),
              new Using(),
              sendQueue());
      begin(reactor, here);
      assertThat(far.read(ByteBuffer.allocate(1))).isEqualTo(1);
      far.configureBlocking(false);
      var there = taking.taken(far, new Using(), sendQueue());
      begin(reactor, there);
      if ((i + 1) % AT_ONCE == 0) {
        int used = 2 * (i + 1);
        await().atMost(Duration.ofSeconds(60)).until(() -> received.get() == before + used);
      }
    }
  }

  private void begin(Reactor reactor, Connection connection) {
    connections.add(connection);
    reactor.execute(() -> Reactor.guarded(connection, connection::start));
  }

  private static SendQueue sendQueue() {
    return new SendQueue(Long.MAX_VALUE, new SharedBytes(Long.MAX_VALUE));
  }

  private QuorateSslEngineProvider provider(int replica) {
    var name = PeerName.of(new ReplicaId(replica), group.name());
    var credential =
        TlsCredential.issue(group.key(replica), name, Instant.now(), new SecureRandom());
    return new QuorateSslEngineProvider(
        credential, new CommitteeTrust(group.genesis(), InstantSource.system()));
  }

  private static long usedBytes() {
    var memory = ManagementFactory.getMemoryMXBean();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      memory.gc();
      least = Math.min(least, memory.getHeapMemoryUsage().getUsed());
    }
    return least;
  }

  /** Sends a frame when it can, and counts what comes. */
  private final class Using implements Connection.Owner {
    @Override
    public void opened(Connection connection, X500Principal peer) {
      var receiveWindow =
          new ReceiveWindow(Lane.REQUESTS, VerificationBudget.ofClient(System.nanoTime()));
      connection.readThrough(
          receiveWindow, new PartialFrames(Long.MAX_VALUE), Connection.LARGEST_FRAME);
      connection.send(FRAME);
    }

    @Override
    public void received(Connection connection, Bytes frame) {
      received.incrementAndGet();
    }

    @Override
    public void closed(Connection connection, IOException why) {
      // the test is over
    }
  }
}
