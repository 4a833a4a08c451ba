package io.quorate.bootstrap.settings;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** The file descriptors of this process. */
public final class Descriptors {

  private static final int LEAST = 16;

  private Descriptors() {}

  /**
   * How many connections there may be: as many as wanted, or a part of the descriptors that are
   * left now.
   *
   * @param part 2 for half of those left, 4 for a quarter
   * @param reserved of that part, for others
   */
  public static int connections(int wanted, int part, int reserved) {
    var system = ManagementFactory.getOperatingSystemMXBean();
    return system instanceof UnixOperatingSystemMXBean unix
        ? connections(
            wanted,
            (unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount()) / part
                - reserved)
        : wanted;
  }

  static int connections(int wanted, long room) {
    return (int) Math.min(wanted, Math.max(LEAST, room));
  }
}
