package io.quorate.bootstrap.http;

import com.typesafe.config.Config;
import io.quorate.bootstrap.settings.Problems;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;

/**
 * Settings of the HTTP interface; see {@code reference.conf}.
 *
 * @param maxWaiting requests that wait for the group at once
 * @param maxBuffered bytes of all requests and answers that are held
 * @param maxConnections open at once, if there are descriptors for them
 * @param idleTimeout how long a connection may be open without a request
 */
public record HttpSettings(
    String host,
    int port,
    Duration askTimeout,
    int maxWaiting,
    long maxBuffered,
    int maxConnections,
    Duration idleTimeout) {

  private static final Duration SHORTEST_ASK = Duration.ofMillis(100);
  private static final Duration LONGEST_ASK = Duration.ofMinutes(10);
  private static final int MOST_WAITING = 100_000;
  private static final long LEAST_BUFFERED = Budget.LEAST;
  private static final int LEAST_CONNECTIONS = 16;
  private static final int MOST_CONNECTIONS = 65_536;
  private static final Duration SHORTEST_IDLE = Duration.ofSeconds(1);
  private static final Duration LONGEST_IDLE = Duration.ofHours(1);

  /** Reads {@code http} below the configuration given and notes what is wrong. */
  public static HttpSettings from(Config quorate, Problems problems) {
    return new HttpSettings(
        problems.read("http.host", quorate::getString).orElse(""),
        problems.read("http.port", p -> port(quorate.getInt(p))).orElse(0),
        problems.read("http.ask-timeout", p -> ask(quorate.getDuration(p))).orElse(LONGEST_ASK),
        problems.read("http.max-waiting", p -> waiting(quorate.getInt(p))).orElse(1),
        problems
            .read("http.max-buffered", p -> buffered(quorate.getBytes(p)))
            .orElse(LEAST_BUFFERED),
        problems
            .read("http.max-connections", p -> connections(quorate.getInt(p)))
            .orElse(MOST_CONNECTIONS),
        problems.read("http.idle-timeout", p -> idle(quorate.getDuration(p))).orElse(LONGEST_IDLE));
  }

  /** Whether only processes of this machine can ask. */
  boolean isLoopback() {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static int port(int port) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("must be 0 to 65535, not " + port);
    }
    return port;
  }

  private static Duration ask(Duration ask) {
    if (ask.compareTo(SHORTEST_ASK) < 0 || ask.compareTo(LONGEST_ASK) > 0) {
      throw new IllegalArgumentException("must be 100 ms to 10 minutes, not " + ask);
    }
    return ask;
  }

  private static int waiting(int waiting) {
    if (waiting < 1 || waiting > MOST_WAITING) {
      throw new IllegalArgumentException("must be 1 to 100000, not " + waiting);
    }
    return waiting;
  }

  private static long buffered(long buffered) {
    if (buffered < LEAST_BUFFERED) {
      throw new IllegalArgumentException("must be at least 8m, not " + buffered);
    }
    return buffered;
  }

  private static int connections(int connections) {
    if (connections < LEAST_CONNECTIONS || connections > MOST_CONNECTIONS) {
      throw new IllegalArgumentException("must be 16 to 65536, not " + connections);
    }
    return connections;
  }

  private static Duration idle(Duration idle) {
    if (idle.compareTo(SHORTEST_IDLE) < 0 || idle.compareTo(LONGEST_IDLE) > 0) {
      throw new IllegalArgumentException("must be 1 second to 1 hour, not " + idle);
    }
    return idle;
  }
}
