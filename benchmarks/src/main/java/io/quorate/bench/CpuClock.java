package io.quorate.bench;

import java.time.Duration;
import java.util.List;

/** Processor time of some processes of this machine, this one included. */
record CpuClock(List<ProcessHandle> replicas) {

  /** All of them together, since each began. */
  Duration now() {
    var total = of(ProcessHandle.current());
    for (var replica : replicas) {
      total = total.plus(of(replica));
    }
    return total;
  }

  private static Duration of(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }
}
