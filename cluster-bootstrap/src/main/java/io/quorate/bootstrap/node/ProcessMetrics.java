package io.quorate.bootstrap.node;

import com.sun.management.ThreadMXBean;
import io.quorate.bootstrap.metrics.NodeMetrics;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/** What the process itself uses. */
final class ProcessMetrics {

  private ProcessMetrics() {}

  static void register(NodeMetrics metrics) {
    var memory = ManagementFactory.getMemoryMXBean();
    var runtime = ManagementFactory.getRuntimeMXBean();
    var threads = ManagementFactory.getThreadMXBean();
    metrics.gauge(
        "jvm_memory_used_bytes",
        "Memory in use.",
        () -> (double) memory.getHeapMemoryUsage().getUsed(),
        "area",
        "heap");
    metrics.gauge(
        "jvm_memory_used_bytes",
        "Memory in use.",
        () -> (double) memory.getNonHeapMemoryUsage().getUsed(),
        "area",
        "nonheap");
    metrics.gauge(
        "process_uptime_seconds", "Time since the start.", () -> runtime.getUptime() / 1000.0);
    metrics.gauge(
        "jvm_allocated_bytes",
        "Allocated by the threads that live, since each began.",
        () -> (double) allocated());
    metrics.gauge("jvm_threads_current", "Live threads.", threads::getThreadCount);
    ManagementFactory.getGarbageCollectorMXBeans()
        .forEach(
            gc ->
                metrics.gauge(
                    "jvm_gc_collection_seconds",
                    "Time spent collecting garbage.",
                    () -> gc.getCollectionTime() / 1000.0,
                    "gc",
                    gc.getName()));
  }

  private static long allocated() {
    return ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
        ? Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
            .filter(octets -> octets > 0)
            .sum()
        : 0;
  }
}
