package io.quorate.engine.client;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** Settings of one client; what they mean stands in {@code reference.conf}. */
public record ClientSettings(
    Bundles bundles,
    Duration timeout,
    Retransmission retransmission,
    WaitingLimits waiting,
    Duration tick) {

  /** {@code quorate.client.retransmit} and {@code retransmit-ceiling}. */
  public record Retransmission(Duration first, Duration ceiling) {
    public Retransmission {
      if (first.isNegative() || first.isZero() || ceiling.compareTo(first) < 0) {
        throw new IllegalArgumentException(
            "quorate.client: retransmit must be positive, and no longer than its ceiling");
      }
    }
  }

  /** {@code quorate.client.most-waiting} and {@code most-waiting-bytes}. */
  public record WaitingLimits(int asks, long bytes) {
    public WaitingLimits {
      if (asks < 1 || bytes < 1) {
        throw new IllegalArgumentException("quorate.client: most-waiting must be positive");
      }
    }
  }

  /** {@code quorate.client.bundles}. */
  public record Bundles(int operations, int octets, int inFlight, int worthARequest) {

    /** Operations of all requests in flight, if each is full. */
    public int mostInFlight() {
      return inFlight * operations;
    }

    /** Bytes of all requests in flight, unless one alone has more. */
    long mostBytesInFlight() {
      return (long) inFlight * octets;
    }

    /** The same in a group whose requests may have no more than this. */
    Bundles within(int mostOperations, int mostOctets) {
      return new Bundles(
          Math.min(operations, mostOperations),
          Math.min(octets, mostOctets),
          inFlight,
          worthARequest);
    }
  }

  public ClientSettings {
    if (bundles.operations() < 1 || bundles.octets() < 1 || bundles.inFlight() < 1) {
      throw new IllegalArgumentException("quorate.client.bundles: limits must be positive");
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("quorate.client: timeout must be positive");
    }
  }

  Backoff backoff(RandomGenerator chance) {
    return new Backoff(
        retransmission.first().toNanos(), retransmission.ceiling().toNanos(), chance);
  }

  /** Reads {@code quorate.client}. */
  public static ClientSettings from(Config root) {
    var c = root.getConfig("quorate.client");
    return new ClientSettings(
        new Bundles(
            c.getInt("bundles.operations"),
            Math.toIntExact(c.getBytes("bundles.bytes")),
            c.getInt("bundles.in-flight"),
            c.getInt("bundles.worth-a-request")),
        c.getDuration("timeout"),
        new Retransmission(c.getDuration("retransmit"), c.getDuration("retransmit-ceiling")),
        new WaitingLimits(c.getInt("most-waiting"), c.getBytes("most-waiting-bytes")),
        c.getDuration("tick"));
  }
}
