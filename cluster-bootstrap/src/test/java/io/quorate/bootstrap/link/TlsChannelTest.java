package io.quorate.bootstrap.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quorate.bootstrap.TestGroup;
import io.quorate.bootstrap.tls.CommitteeTrust;
import io.quorate.bootstrap.tls.NativeCiphers;
import io.quorate.bootstrap.tls.PeerName;
import io.quorate.bootstrap.tls.QuorateSslEngineProvider;
import io.quorate.bootstrap.tls.TlsCredential;
import io.quorate.engine.crypto.SignatureScheme;
import io.quorate.engine.model.ReplicaId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.security.Security;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Timeout(20)
class TlsChannelTest {

  /** Octets before what is sealed, the last two of which are its length (RFC 8446, section 5.2). */
  private static final int HEAD = 5;

  private static final int LONG = 1_000_000;

  private final TestGroup group = TestGroup.of(4, SignatureScheme.ED25519);
  private SocketChannel near;
  private SocketChannel far;
  private TlsChannel sender;
  private TlsChannel receiver;

  @BeforeEach
  void connect() throws IOException {
    try (var listening = ServerSocketChannel.open()) {
      listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      near = SocketChannel.open(listening.getLocalAddress());
      far = listening.accept();
    }
    near.configureBlocking(false);
    far.configureBlocking(false);
  }

  @AfterEach
  void close() throws IOException {
    near.close();
    far.close();
    Security.removeProvider(NativeCiphers.NAME);
  }

  @Test
  void what_leaves_at_once_is_in_as_few_records_as_can_be() throws IOException {
    shakeHands(false);
    sender.seal(ByteBuffer.allocate(ConnectionBuffers.CLEAR));
    assertThat(sender.flushed()).isTrue();
    assertThat(records(ConnectionBuffers.CLEAR)).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void what_was_sealed_arrives(boolean nativeCode) throws IOException {
    shakeHands(nativeCode);
    var sent = new byte[LONG];
    new Random(8446).nextBytes(sent);
    assertThat(sent(sent)).isEqualTo(sent);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_record_that_was_changed_on_the_way_is_refused(boolean nativeCode) throws IOException {
    shakeHands(nativeCode);
    sender.seal(ByteBuffer.allocate(100));
    assertThat(sender.flushed()).isTrue();
    var record = records(100).get(0);
    record.put(HEAD + 10, (byte) (record.get(HEAD + 10) ^ 1));
    near.write(record);
    assertThatThrownBy(this::receiveSome).isInstanceOf(SSLException.class);
  }

  /** All that comes out at the other end, when as much has. */
  private byte[] sent(byte[] octets) throws IOException {
    var clear = ByteBuffer.wrap(octets);
    var arrived = new ByteArrayOutputStream();
    while (arrived.size() < octets.length) {
      if (sender.flushed() && clear.hasRemaining()) {
        sender.seal(clear);
      }
      var came = received(receiver);
      var copy = new byte[came.remaining()];
      came.get(copy);
      arrived.writeBytes(copy);
    }
    return arrived.toByteArray();
  }

  private static ByteBuffer received(TlsChannel channel) throws IOException {
    channel.takeBuffers();
    try {
      return channel.receive(true);
    } finally {
      channel.releaseBuffers();
    }
  }

  private void receiveSome() throws IOException {
    while (!received(receiver).hasRemaining()) {
      Thread.onSpinWait();
    }
  }

  /** All that is on the wire, taken before the receiver sees it; more than these octets. */
  private List<ByteBuffer> records(int clear) throws IOException {
    var wire = ByteBuffer.allocate(2 * clear + 1_000);
    while (far.read(wire) > 0 || wire.position() <= clear) {
      Thread.onSpinWait();
    }
    wire.flip();
    var records = new ArrayList<ByteBuffer>();
    while (wire.hasRemaining()) {
      int length = HEAD + Short.toUnsignedInt(wire.getShort(wire.position() + HEAD - 2));
      records.add(ByteBuffer.allocate(length).put(wire.slice(wire.position(), length)).flip());
      wire.position(wire.position() + length);
    }
    return records;
  }

  private void shakeHands(boolean nativeCode) throws IOException {
    if (nativeCode) {
      assumeTrue("amd64".equals(System.getProperty("os.arch")));
      assumeTrue("Linux".equals(System.getProperty("os.name")));
      assertThat(NativeCiphers.prefer()).isTrue();
    }
    sender = new TlsChannel(near, provider(1).createClientSSLEngine("replica", 0));
    receiver = new TlsChannel(far, provider(0).createServerSSLEngine("replica", 0));
    sender.begin();
    receiver.begin();
    boolean here = false;
    boolean there = false;
    while (!here || !there) {
      here = isOver(sender);
      there = isOver(receiver);
    }
    assertThat(received(receiver).hasRemaining()).isFalse();
    assertThat(received(sender).hasRemaining()).isFalse();
  }

  private static boolean isOver(TlsChannel channel) throws IOException {
    return switch (channel.shakeHands()) {
      case FOR_TASKS -> {
        channel.runTasks();
        yield false;
      }
      case TO_READ, TO_WRITE -> false;
      case NOTHING -> true;
    };
  }

  private QuorateSslEngineProvider provider(int index) {
    var name = PeerName.of(new ReplicaId(index), group.name());
    return new QuorateSslEngineProvider(
        TlsCredential.issue(group.key(index), name, Instant.now(), new SecureRandom()),
        new CommitteeTrust(group.genesis(), InstantSource.system()));
  }
}
