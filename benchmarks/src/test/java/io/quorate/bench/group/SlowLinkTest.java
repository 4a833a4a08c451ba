package io.quorate.bench.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SlowLinkTest {

  private static final int DELAY_MILLIS = 40;
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  @Test
  void an_answer_takes_the_delay_twice() throws IOException {
    try (var echo = new ServerSocket(0, 10, HERE);
        var link = link(echo.getLocalPort());
        var socket = new Socket(HERE, link.port())) {
      var serving = serve(echo);
      long begin = System.nanoTime();
      socket.getOutputStream().write(7);
      assertThat(socket.getInputStream().read()).isEqualTo(7);
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
      assertThat(millis).isGreaterThanOrEqualTo(2L * DELAY_MILLIS);
      socket.shutdownOutput();
      serving.join();
    }
  }

  @Test
  void all_octets_arrive_in_order() throws IOException {
    var sent = new byte[1_000_000];
    new Random(7).nextBytes(sent);
    try (var echo = new ServerSocket(0, 10, HERE);
        var link = link(echo.getLocalPort());
        var socket = new Socket(HERE, link.port())) {
      var serving = serve(echo);
      var writing = CompletableFuture.runAsync(() -> write(socket, sent));
      assertThat(socket.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
      writing.join();
      socket.shutdownOutput();
      serving.join();
    }
  }

  @Test
  void a_caller_is_told_that_the_server_is_gone() throws IOException {
    int gone;
    try (var server = new ServerSocket(0, 10, HERE)) {
      gone = server.getLocalPort();
    }
    try (var link = link(gone);
        var socket = new Socket(HERE, link.port())) {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  private static SlowLink link(int server) throws IOException {
    return SlowLink.open(
        new InetSocketAddress(HERE, 0), new InetSocketAddress(HERE, server), DELAY_MILLIS);
  }

  /** Gives one caller back what it sends. */
  private static CompletableFuture<Void> serve(ServerSocket echo) {
    return CompletableFuture.runAsync(
        () -> {
          try (var socket = echo.accept()) {
            socket.getInputStream().transferTo(socket.getOutputStream());
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
  }

  private static void write(Socket socket, byte[] octets) {
    try {
      socket.getOutputStream().write(octets);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
