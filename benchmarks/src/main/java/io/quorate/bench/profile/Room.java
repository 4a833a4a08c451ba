package io.quorate.bench.profile;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Whose processor time a stack was: of the package or library of its topmost frame that belongs to
 * one. What collections, digests and ciphers of the JDK take belongs to whoever called them, but
 * for TLS and sockets, which are rooms.
 */
final class Room {

  static final String IDLE = "threads that look for work";
  static final String NOBODY = "the JDK alone";

  private static final String OURS = "io.quorate.";
  private static final Pattern TLS = Pattern.compile("(?:sun\\.security|javax\\.net)\\.ssl\\..*");
  private static final Pattern SOCKETS =
      Pattern.compile("sun\\.nio\\.ch\\.(?:Socket|ServerSocket|EPoll|Selector).*");
  private static final Pattern JDK = Pattern.compile("(?:java|javax|jdk|sun|com\\.sun|scala)\\..*");
  private static final Pattern LIBRARY = Pattern.compile("(\\w+\\.\\w+)\\..*");

  private Room() {}

  /**
   * Of a stack.
   *
   * @param classes of its frames, the topmost first
   */
  static String of(List<String> classes) {
    for (var name : classes) {
      if (TLS.matcher(name).matches()) {
        return "TLS of the JDK";
      }
      if (SOCKETS.matcher(name).matches()) {
        return "sockets of the JDK";
      }
      if (!JDK.matcher(name).matches()) {
        return library(name);
      }
    }
    return classes.stream().anyMatch(name -> name.contains("ForkJoin")) ? IDLE : NOBODY;
  }

  private static String library(String name) {
    if (name.startsWith(OURS)) {
      return name.substring(0, name.lastIndexOf('.'));
    }
    if (name.startsWith("org.apache.pekko.")) {
      return "pekko";
    }
    var library = LIBRARY.matcher(name);
    return library.matches() ? library.group(1) : name;
  }
}
