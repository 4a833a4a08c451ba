package io.quorate.bench;

import io.quorate.bench.load.Load;
import io.quorate.bootstrap.cli.group.CommandFailure;
import picocli.CommandLine.Option;

/** What is asked, and for how long; mixed in by picocli. */
final class LoadOptions {

  private static final int LARGEST = 1 << 20;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "20",
      description = "Counted. ${DEFAULT-VALUE}")
  int seconds;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "1",
      description = {
        "Times that each subject is measured after one warm-up; told is the run with the median",
        "throughput (of --rate: the median p99), beside the lowest and the highest.",
        "${DEFAULT-VALUE}"
      })
  int runs;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      defaultValue = "30",
      description = {
        "Not counted, with 200 clients at least; --rate from half of it on. Of n replicas, who",
        "share the processors, n / 4 times as long. ${DEFAULT-VALUE}"
      })
  int warmUp;

  @Option(
      names = "--clients",
      paramLabel = "C",
      defaultValue = "200",
      description = "Asks under way at any time (closed loop). ${DEFAULT-VALUE}")
  int clients;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = {
        "Requests that are due each second whatever becomes of them (open loop); latency counts",
        "from when each was due. With --day: half of what the group answers if not given."
      })
  Integer rate;

  @Option(
      names = "--size",
      paramLabel = "B",
      defaultValue = "0",
      description = "Bytes asked. ${DEFAULT-VALUE}")
  int size;

  @Option(
      names = "--reply",
      paramLabel = "B",
      defaultValue = "0",
      description = "Bytes answered. ${DEFAULT-VALUE}")
  int reply;

  Load load() {
    atLeast(1, "--seconds", seconds);
    atLeast(1, "--runs", runs);
    atLeast(0, "--warm-up", warmUp);
    atLeast(1, "--clients", clients);
    upToLargest("--size", size);
    upToLargest("--reply", reply);
    if (rate != null) {
      atLeast(1, "--rate", rate);
    }
    return new Load(clients, rate == null ? 0 : rate, size, reply, warmUp, seconds);
  }

  private static void upToLargest(String option, int octets) {
    if (octets < 0 || octets > LARGEST) {
      throw CommandFailure.usage(option + ": 0 to " + LARGEST + ", not " + octets);
    }
  }

  static void atLeast(int least, String option, int value) {
    if (value < least) {
      throw CommandFailure.usage(option + ": at least " + least + ", not " + value);
    }
  }
}
