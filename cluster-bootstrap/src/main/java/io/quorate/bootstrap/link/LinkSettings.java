package io.quorate.bootstrap.link;

import com.typesafe.config.Config;
import io.quorate.bootstrap.settings.Descriptors;
import java.time.Duration;

/**
 * What clients may take of a process's connections; see {@code quorate.links} in {@code
 * reference.conf}.
 *
 * @param clients connections that all clients have at once, if there are descriptors for them
 * @param fromClients bytes that came from them and are not dealt with
 * @param toClients bytes that wait until they read
 * @param idle how long a client is of no use before its connection may be given to another
 */
public record LinkSettings(int clients, long fromClients, long toClients, Duration idle) {

  /** Others of the descriptors: half is for HTTP, and files and peers need some. */
  private static final int PART = 4;

  public LinkSettings {
    require(clients > 0, "clients");
    require(fromClients > 0, "from-clients");
    require(toClients > 0, "to-clients");
    require(!idle.isNegative() && !idle.isZero(), "idle");
  }

  /** Reads {@code quorate.links}. */
  public static LinkSettings from(Config root) {
    var links = root.getConfig("quorate.links");
    return new LinkSettings(
        links.getInt("clients"),
        links.getBytes("from-clients"),
        links.getBytes("to-clients"),
        links.getDuration("idle"));
  }

  /** With no more clients than there are descriptors for: a quarter of those that are left now. */
  LinkSettings fitting() {
    return new LinkSettings(
        Descriptors.connections(clients, PART, 0), fromClients, toClients, idle);
  }

  private static void require(boolean holds, String key) {
    if (!holds) {
      throw new IllegalArgumentException("quorate.links." + key + " must be positive");
    }
  }
}
