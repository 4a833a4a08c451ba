package io.quorate.bootstrap.registry;

import java.util.regex.Pattern;

/**
 * A name in DNS that stands for the addresses of a group: {@code dns:///name:port} for all its A
 * and AAAA records, {@code dns:///_service._tcp.name} for its SRV records. Between the slashes may
 * stand the server to ask, {@code dns://10.0.0.53:53/name:port}; else it is the machine's own.
 *
 * @param server {@code host:port}; empty for the machine's own
 * @param port 0 for SRV records
 */
record DnsName(String server, String name, int port) {

  private static final Pattern TEXT =
      Pattern.compile(
          "dns://([A-Za-z0-9.-]+:[0-9]{1,5}|\\[[0-9a-fA-F:.]+]:[0-9]{1,5})?/"
              + "([A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*\\.?)(?::([0-9]{1,5}))?");

  /**
   * The name in this text.
   *
   * @throws IllegalArgumentException with the reason when there is none
   */
  static DnsName parse(String text) {
    var found = TEXT.matcher(text);
    if (!found.matches()) {
      throw new IllegalArgumentException(
          "must be dns:///name:port or dns:///_service._tcp.name, not " + text);
    }
    boolean hasPort = found.group(3) != null;
    if (found.group(2).startsWith("_") == hasPort) {
      throw new IllegalArgumentException(
          "names of SRV records begin with _ and have no port, others have one: " + text);
    }
    int port = hasPort ? Integer.parseInt(found.group(3)) : 0;
    return new DnsName(found.group(1) == null ? "" : found.group(1), found.group(2), port);
  }

  boolean isOfServices() {
    return name.startsWith("_");
  }

  @Override
  public String toString() {
    return "dns://" + server + "/" + name + (isOfServices() ? "" : ":" + port);
  }
}
