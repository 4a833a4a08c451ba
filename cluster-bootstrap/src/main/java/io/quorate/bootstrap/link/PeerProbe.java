package io.quorate.bootstrap.link;

import io.quorate.bootstrap.settings.Address;
import io.quorate.bootstrap.tls.CommitteeTrust;
import io.quorate.bootstrap.tls.PeerName;
import io.quorate.bootstrap.tls.QuorateSslEngineProvider;
import io.quorate.bootstrap.tls.TlsFiles;
import io.quorate.engine.model.Genesis;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.security.auth.x500.X500Principal;

/**
 * Finds out who of the group answers at an address: connects, shakes hands, looks at the
 * certificate, and hangs up.
 */
public final class PeerProbe {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final QuorateSslEngineProvider tls;

  public PeerProbe(QuorateSslEngineProvider tls) {
    this.tls = tls;
  }

  /** As the owner of the credential in this directory. */
  public static PeerProbe open(Path directory, Genesis genesis) throws IOException {
    var trust = new CommitteeTrust(genesis, InstantSource.system());
    return new PeerProbe(new QuorateSslEngineProvider(TlsFiles.read(directory), trust));
  }

  /**
   * The common name of who answers, {@code replica-<i>}. Waits at most three times two seconds,
   * however slowly somebody answers.
   *
   * @throws IOException with the reason, in words for an operator, when nobody of the group does
   */
  public String whoAnswers(String address) throws IOException {
    var to = parsed(address);
    var resolved = new InetSocketAddress(to.host(), to.port());
    if (resolved.isUnresolved()) {
      throw new IOException("no address for " + to.host());
    }
    try (var socket = new Socket()) {
      int patience = Math.toIntExact(PATIENCE.toMillis());
      socket.connect(resolved, patience);
      socket.setSoTimeout(patience);
      var hangUp = Hangup.after(socket, 2 * patience);
      try {
        return greeted(socket, to);
      } finally {
        hangUp.cancel(false);
      }
    }
  }

  private String greeted(Socket socket, Address to) throws IOException {
    socket.getOutputStream().write(Greeting.OURS.octet());
    try (SSLSocket secured = tls.clientSocket(socket, to.host(), to.port())) {
      secured.startHandshake();
      var principal = secured.getSession().getPeerPrincipal();
      return PeerName.commonOf(new X500Principal(principal.getName()));
    } catch (SSLException e) {
      throw new IOException("who answers there is not of this group", e);
    }
  }

  private static Address parsed(String address) throws IOException {
    try {
      return Address.parse(address);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Ends what a peer draws out: a time-out of reads begins anew with every octet. */
  private static final class Hangup {
    private static final java.util.concurrent.ScheduledExecutorService CLOCK =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              var thread = new Thread(task, "quorate-hangup");
              thread.setDaemon(true);
              return thread;
            });

    static java.util.concurrent.Future<?> after(Socket socket, int millis) {
      return CLOCK.schedule(
          () -> {
            socket.close();
            return null;
          },
          millis,
          TimeUnit.MILLISECONDS);
    }

    private Hangup() {}
  }
}
