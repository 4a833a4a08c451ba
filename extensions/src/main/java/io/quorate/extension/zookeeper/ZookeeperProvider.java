package io.quorate.extension.zookeeper;

import io.quorate.engine.spi.PeerRegistry;
import io.quorate.engine.spi.PeerRegistryProvider;
import java.util.regex.Pattern;

/** Opens a registry in ZooKeeper; settings are in cluster-bootstrap's {@code reference.conf}. */
public final class ZookeeperProvider implements PeerRegistryProvider {

  private static final Pattern SERVERS =
      Pattern.compile("[^/,\\s]+:[0-9]{1,5}(,[^/,\\s]+:[0-9]{1,5})*");
  private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._-]+)+");
  private static final Pattern TIME = Pattern.compile("([0-9]{1,6}) ?(ms|s)");

  private static final long LEAST_MILLIS = 1_000;
  private static final long MOST_MILLIS = 600_000;

  @Override
  public String name() {
    return ZookeeperRegistry.NAME;
  }

  @Override
  public PeerRegistry open(Opening opening) {
    var servers =
        matching(opening, "connect", SERVERS, "must be host:port, or several with commas");
    var path = matching(opening, "path", PATH, "must begin with a slash, and not end with one");
    return new ZookeeperRegistry(
        servers,
        path + "/" + opening.group() + "/peers",
        millis(opening.setting("session-timeout")));
  }

  private static String matching(Opening opening, String key, Pattern pattern, String rule) {
    var value = opening.setting(key);
    if (!pattern.matcher(value).matches()) {
      throw new IllegalArgumentException(key + ": " + rule + ": " + value);
    }
    return value;
  }

  private static int millis(String text) {
    var found = TIME.matcher(text);
    long millis =
        found.matches()
            ? Long.parseLong(found.group(1)) * (found.group(2).equals("s") ? 1_000 : 1)
            : 0;
    if (millis < LEAST_MILLIS || millis > MOST_MILLIS) {
      throw new IllegalArgumentException("session-timeout: must be 1s to 600s: " + text);
    }
    return (int) millis;
  }
}
