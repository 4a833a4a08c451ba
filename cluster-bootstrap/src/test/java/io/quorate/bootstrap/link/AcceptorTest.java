package io.quorate.bootstrap.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
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
    try (var reactor = Reactor.alone()) {
      var acceptor = acceptor(reactor, scarce());
      long began = System.nanoTime();
      try (var caller = new Socket(loopback, acceptor.address().getPort())) {
        caller.getOutputStream().write(Greeting.OURS.octet());
        await().atMost(Duration.ofSeconds(20)).until(() -> entered.get() == 1);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofSeconds(1));
      assertThat(tried).hasValueLessThanOrEqualTo(FAILURES + 3);
    }
  }

  @Test
  void one_that_failed_listens_again_at_the_same_address() throws IOException {
    var loopback = InetAddress.getLoopbackAddress();
    try (var reactor = Reactor.alone()) {
      var acceptor = acceptor(reactor, broken());
      await()
          .atMost(Duration.ofSeconds(20))
          .ignoreExceptions()
          .until(
              () -> {
                try (var caller = new Socket(loopback, acceptor.address().getPort())) {
                  caller.getOutputStream().write(Greeting.OURS.octet());
                  await().atMost(Duration.ofSeconds(1)).until(() -> entered.get() == 1);
                  return true;
                }
              });
      assertThat(tried).hasValueGreaterThan(1);
    }
  }

  private Acceptor acceptor(Reactor reactor, Acceptor.Source source) throws IOException {
    var loopback = InetAddress.getLoopbackAddress();
    var remoting = Optional.of(new InetSocketAddress(loopback, 1));
    var acceptor =
        new Acceptor(
            reactor,
            new InetSocketAddress(loopback, 0),
            source,
            remoting,
            peer -> entered.incrementAndGet());
    acceptor.open();
    return acceptor;
  }

  /** As a listener that fails for another reason than that descriptors are scarce. */
  private Acceptor.Source broken() {
    return socket -> {
      if (tried.incrementAndGet() == 1) {
        throw new IllegalStateException("broken");
      }
      return socket.accept();
    };
  }

  /** As a process that has no descriptor left for a while. */
  private Acceptor.Source scarce() {
    return socket -> {
      if (tried.incrementAndGet() <= FAILURES) {
        throw new IOException("Too many open files");
      }
      return socket.accept();
    };
  }
}
