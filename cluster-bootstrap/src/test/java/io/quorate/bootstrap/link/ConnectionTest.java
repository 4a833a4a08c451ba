package io.quorate.bootstrap.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bootstrap.TestGroup;
import io.quorate.bootstrap.settings.Address;
import io.quorate.bootstrap.tls.CommitteeTrust;
import io.quorate.bootstrap.tls.PeerName;
import io.quorate.bootstrap.tls.QuorateSslEngineProvider;
import io.quorate.bootstrap.tls.TlsCredential;
import io.quorate.engine.crypto.SignatureScheme;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ReplicaId;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ForkJoinPool;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ConnectionTest {

  private static final int SOME_BYTES = 10_000;

  private final TestGroup group = TestGroup.of(4, SignatureScheme.ED25519);

  @Test
  void the_owner_of_a_connection_that_never_came_about_is_told_so_that_it_dials_again()
      throws IOException {
    try (var reactor = Reactor.alone()) {
      var socket = SocketChannel.open();
      var links = new Links(reactor, ForkJoinPool.commonPool(), provider());
      var owner = new Told();
      var sendQueue = new SendQueue(SOME_BYTES, new SharedBytes(SOME_BYTES));
      var connection = links.dialled(socket, Address.parse("127.0.0.1:1"), owner, sendQueue);
      var why = new IOException("the handshake took too long");
      connection.fail(why);
      assertThat(owner.why).isSameAs(why);
      assertThat(socket.isOpen()).isFalse();
      assertThat(why.getSuppressed()).isEmpty();
    }
  }

  private QuorateSslEngineProvider provider() {
    var name = PeerName.of(new ReplicaId(1), group.name());
    return new QuorateSslEngineProvider(
        TlsCredential.issue(group.key(1), name, Instant.now(), new SecureRandom()),
        new CommitteeTrust(group.genesis(), InstantSource.system()));
  }

  /** Notes why its connection ended. */
  private static final class Told implements Connection.Owner {
    private IOException why;

    @Override
    public void opened(Connection connection, X500Principal peer) {}

    @Override
    public void received(Connection connection, Bytes frame) {}

    @Override
    public void closed(Connection connection, IOException ended) {
      why = ended;
    }
  }
}
