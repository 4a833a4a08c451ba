package io.quorate.bootstrap.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AcceptorTest {

  private static final int FAILURES = 3;

  private final AtomicInteger tried = new AtomicInteger();
  private final AtomicInteger entered = new AtomicInteger();

  @Test
  void without_descriptors_it_tries_again_at_ticks_and_takes_who_waited() throws IOException {
    var loopback = InetAddress.getLoopbackAddress();
    try (var reactor = Reactor.alone();
        var socket = ServerSocketChannel.open().bind(new InetSocketAddress(loopback, 0))) {
      var source = scarce(socket);
      var remoting = Optional.of(new InetSocketAddress(loopback, 1));
      new Acceptor(reactor, socket, source, remoting, peer -> entered.incrementAndGet()).open();
      long began = System.nanoTime();
      try (var caller = new Socket(loopback, socket.socket().getLocalPort())) {
        caller.getOutputStream().write(Greeting.OURS.octet());
        await().atMost(Duration.ofSeconds(20)).until(() -> entered.get() == 1);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofSeconds(1));
      assertThat(tried).hasValueLessThanOrEqualTo(FAILURES + 3);
    }
  }

  /** As a process that has no descriptor left for a while. */
  private Acceptor.Source scarce(ServerSocketChannel socket) {
    return () -> {
      if (tried.incrementAndGet() <= FAILURES) {
        throw new IOException("Too many open files");
      }
      return socket.accept();
    };
  }
}
