package io.quorate.bootstrap.limits;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.quorate.engine.model.Genesis;
import io.quorate.engine.model.ProtocolRules;
import java.lang.management.ManagementFactory;

/** How large a process's heap may become, and should be able to. */
public final class Heap {

  private static final long LEAST = 512L << 20;
  private static final long STEP = 64L << 20;

  private Heap() {}

  /** Of this process: what {@code -Xmx} says, or the JVM's choice. */
  public static long ownBytes() {
    var diagnostics = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    return diagnostics == null
        ? Runtime.getRuntime().maxMemory()
        : Long.parseLong(diagnostics.getVMOption("MaxHeapSize").getValue());
  }

  /**
   * What a replica of a group of this size needs if nothing is set: 512 MiB, or more when there are
   * more peers. Limits and settings that ask for more need a heap that is set, too.
   *
   * @param usual settings of which none is set
   */
  public static long usualBytes(Genesis genesis, BufferSettings usual) {
    var founded =
        new Genesis(
            genesis.name(),
            genesis.nonce(),
            genesis.members(),
            genesis.clients(),
            ProtocolRules.DEFAULT);
    var heap = BufferTable.of(founded, usual, LEAST);
    while (heap.sumBytes() > heap.roomBytes()) {
      heap = BufferTable.of(founded, usual, heap.heapBytes() + STEP);
    }
    return heap.heapBytes();
  }
}
