package io.quorate.bootstrap.metrics;

import com.sun.management.ThreadMXBean;
import io.prometheus.metrics.instrumentation.jvm.JvmBufferPoolMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmClassLoadingMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmRuntimeInfoMetric;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What the process and its disk are at: the library's collectors, and what they lack. */
public final class ProcessMetrics {

  private ProcessMetrics() {}

  /**
   * Has a node's metrics tell of the JVM and of the disk.
   *
   * @param data a directory on the disk in question
   */
  public static void register(NodeMetrics metrics, Path data) {
    var registry = metrics.registry();
    JvmMemoryMetrics.builder().register(registry);
    JvmBufferPoolMetrics.builder().register(registry);
    JvmGarbageCollectorMetrics.builder().register(registry);
    JvmThreadsMetrics.builder().register(registry);
    JvmClassLoadingMetrics.builder().register(registry);
    JvmRuntimeInfoMetric.builder().register(registry);
    io.prometheus.metrics.instrumentation.jvm.ProcessMetrics.builder().register(registry);
    metrics.observe(BootstrapMetrics.ALLOCATED, ProcessMetrics::allocated);
    metrics.observe(BootstrapMetrics.DISK_FREE, () -> bytes(data, FileStore::getUsableSpace));
    metrics.observe(BootstrapMetrics.DISK_SIZE, () -> bytes(data, FileStore::getTotalSpace));
  }

  private static double allocated() {
    return ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
        ? Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
            .filter(bytes -> bytes > 0)
            .sum()
        : 0;
  }

  /** What a disk says of itself. */
  @FunctionalInterface
  private interface Said {
    long of(FileStore disk) throws IOException;
  }

  /** Not a number where the disk does not say. */
  private static double bytes(Path data, Said said) {
    try {
      return said.of(Files.getFileStore(data));
    } catch (IOException e) {
      return Double.NaN;
    }
  }
}
