package io.quorate.bootstrap.limits;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/** How large a process's heap may become. */
public final class Heap {

  private Heap() {}

  /** Of this process: what {@code -Xmx} says, or the JVM's choice. */
  public static long ownBytes() {
    var diagnostics = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    return diagnostics == null
        ? Runtime.getRuntime().maxMemory()
        : Long.parseLong(diagnostics.getVMOption("MaxHeapSize").getValue());
  }
}
