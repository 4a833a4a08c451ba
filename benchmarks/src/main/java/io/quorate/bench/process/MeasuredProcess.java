package io.quorate.bench.process;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * A process of this machine whose consumption is told apart.
 *
 * @param metrics where a replica tells its counters; empty for this process itself
 */
public record MeasuredProcess(String name, ProcessHandle handle, Optional<URI> metrics) {

  /** The process that asks. */
  public static MeasuredProcess client() {
    return new MeasuredProcess("client", ProcessHandle.current(), Optional.empty());
  }

  /** What it has consumed since it began; zeros of one that is gone. */
  public ProcessSample sample() {
    var counters = metrics.map(Counters::fetch).orElseGet(MeasuredProcess::own);
    var cpu = handle.info().totalCpuDuration().orElse(Duration.ZERO);
    return new ProcessSample(
        cpu.toNanos() / 1e9, ResidentMemory.of(handle), counters, ThreadTimes.of(handle));
  }

  private static Map<String, Double> own() {
    double millis =
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .mapToLong(gc -> gc.getCollectionTime())
            .sum();
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    double allocated =
        Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
            .filter(octets -> octets > 0)
            .sum();
    return Map.of(ProcessSample.GC, millis / 1_000, ProcessSample.ALLOCATED, allocated);
  }
}
