package io.quorate.bootstrap.settings;

/**
 * A host and a port, as {@code host:port} or {@code [v6]:port}; a name that is looked up whenever
 * it is dialled may also be written {@code dns:///name:port}.
 */
public record Address(String host, int port) {

  private static final String DNS = "dns:///";

  /**
   * The address in this text.
   *
   * @throws IllegalArgumentException with the reason when there is none
   */
  public static Address parse(String text) {
    return plain(text.startsWith(DNS) ? text.substring(DNS.length()) : text);
  }

  private static Address plain(String text) {
    if (!text.matches("(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._-]+):[0-9]{1,5}")) {
      throw new IllegalArgumentException("must be host:port, not " + text);
    }
    int colon = text.lastIndexOf(':');
    int port = Integer.parseInt(text.substring(colon + 1));
    if (port > 65_535) {
      throw new IllegalArgumentException("must be host:port, not " + text);
    }
    var host = text.substring(0, colon);
    return new Address(host.startsWith("[") ? host.substring(1, colon - 1) : host, port);
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
