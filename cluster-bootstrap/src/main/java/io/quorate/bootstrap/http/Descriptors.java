package io.quorate.bootstrap.http;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** The file descriptors of this process. */
final class Descriptors {

  private static final int LEAST = 16;

  private Descriptors() {}

  /** As many connections as wanted, or half of the descriptors that are left. */
  static int connections(int wanted) {
    var system = ManagementFactory.getOperatingSystemMXBean();
    return system instanceof UnixOperatingSystemMXBean unix
        ? connections(wanted, unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount())
        : wanted;
  }

  static int connections(int wanted, long left) {
    return (int) Math.min(wanted, Math.max(LEAST, left / 2 - Connections.RESERVED));
  }
}
