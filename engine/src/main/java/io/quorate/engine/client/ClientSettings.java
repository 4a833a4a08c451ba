package io.quorate.engine.client;

import com.typesafe.config.Config;
import java.time.Duration;

/** Settings of one client; what they mean stands in {@code reference.conf}. */
public record ClientSettings(
    Bundles bundles, Duration timeout, Duration retransmit, int mostWaiting, Duration tick) {

  /** {@code quorate.client.bundles}. */
  public record Bundles(int operations, int octets, int inFlight, int worthARequest) {

    /** Operations of all requests in flight, if each is full. */
    public int mostInFlight() {
      return inFlight * operations;
    }
  }

  public ClientSettings {
    if (bundles.operations() < 1 || bundles.octets() < 1 || bundles.inFlight() < 1) {
      throw new IllegalArgumentException("quorate.client.bundles: limits must be positive");
    }
    if (timeout.isNegative() || timeout.isZero() || retransmit.isNegative()) {
      throw new IllegalArgumentException("quorate.client: times must be positive");
    }
  }

  /** Reads {@code quorate.client}. */
  public static ClientSettings from(Config root) {
    var c = root.getConfig("quorate.client");
    return new ClientSettings(
        new Bundles(
            c.getInt("bundles.operations"),
            Math.toIntExact(c.getBytes("bundles.octets")),
            c.getInt("bundles.in-flight"),
            c.getInt("bundles.worth-a-request")),
        c.getDuration("timeout"),
        c.getDuration("retransmit"),
        c.getInt("most-waiting"),
        c.getDuration("tick"));
  }
}
