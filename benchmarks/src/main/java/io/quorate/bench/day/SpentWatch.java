package io.quorate.bench.day;

import io.quorate.bench.process.MeasuredProcess;
import io.quorate.bench.process.ProcessSample;
import io.quorate.bench.process.ThreadKind;
import java.time.Duration;
import java.util.List;

/** Looks at the processor time of all from its making on; asks no replica anything. */
final class SpentWatch {

  private final List<MeasuredProcess> servers;
  private final ProcessSample client = MeasuredProcess.client().sample();
  private final double before;
  private final long begin = System.nanoTime();

  SpentWatch(List<MeasuredProcess> servers) {
    this.servers = servers;
    this.before = cpu();
  }

  private double cpu() {
    return servers.stream()
        .map(server -> server.handle().info().totalCpuDuration().orElse(Duration.ZERO))
        .mapToDouble(spent -> spent.toNanos() / 1e9)
        .sum();
  }

  /** Since then. */
  Overload.Spent spent() {
    double seconds = (System.nanoTime() - begin) / 1e9;
    var own = MeasuredProcess.client().sample().since(client, "client");
    return new Overload.Spent(
        own.cpu() / seconds,
        own.threads().of(ThreadKind.LOAD) / seconds,
        (cpu() - before) / seconds);
  }
}
