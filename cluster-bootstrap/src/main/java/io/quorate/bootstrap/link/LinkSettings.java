package io.quorate.bootstrap.link;

import com.typesafe.config.Config;

/**
 * What clients may take of a process's connections; see {@code quorate.links} in {@code
 * reference.conf}.
 *
 * @param clients connections that all clients have at once
 * @param fromClients bytes that came from them and are not dealt with
 * @param toClients bytes that wait until they read
 */
public record LinkSettings(int clients, long fromClients, long toClients) {

  public LinkSettings {
    require(clients > 0, "clients");
    require(fromClients > 0, "from-clients");
    require(toClients > 0, "to-clients");
  }

  /** Reads {@code quorate.links}. */
  public static LinkSettings from(Config root) {
    var links = root.getConfig("quorate.links");
    return new LinkSettings(
        links.getInt("clients"), links.getBytes("from-clients"), links.getBytes("to-clients"));
  }

  private static void require(boolean holds, String key) {
    if (!holds) {
      throw new IllegalArgumentException("quorate.links." + key + " must be positive");
    }
  }
}
