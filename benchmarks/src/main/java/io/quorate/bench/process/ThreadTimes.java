package io.quorate.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What each thread of a process has consumed since it began, as Linux tells it; elsewhere nothing.
 *
 * @param threads by the kernel's number
 */
public record ThreadTimes(Map<Long, Consumed> threads) {

  /** Where nothing is known. */
  public static final ThreadTimes NONE = new ThreadTimes(Map.of());

  /** USER_HZ, which is 100 wherever Java runs. */
  private static final double TICKS = 100;

  /** Of what follows the name: state is the first, counted from 0. */
  private static final int USER = 11;

  private static final int KERNEL = 12;

  /**
   * By one thread.
   *
   * @param name its first 15 characters
   * @param user seconds of a processor
   * @param kernel seconds of a processor
   */
  record Consumed(String name, double user, double kernel) {

    double cpu() {
      return user + kernel;
    }

    /** Reads a line of {@code /proc/PID/task/TID/stat}; a name may hold anything. */
    static Consumed read(String stat) {
      int end = stat.lastIndexOf(')');
      var fields = stat.substring(end + 2).split(" ", -1);
      return new Consumed(
          stat.substring(stat.indexOf('(') + 1, end),
          Long.parseLong(fields[USER]) / TICKS,
          Long.parseLong(fields[KERNEL]) / TICKS);
    }
  }

  /** Of a process that is gone, nothing. */
  static ThreadTimes of(ProcessHandle process) {
    var tasks = Path.of("/proc", Long.toString(process.pid()), "task");
    var threads = new HashMap<Long, Consumed>();
    try (Stream<Path> folders = Files.list(tasks)) {
      for (var folder : folders.toList()) {
        thread(folder)
            .ifPresent(each -> threads.put(Long.valueOf(folder.getFileName().toString()), each));
      }
      return new ThreadTimes(threads);
    } catch (IOException e) {
      return NONE;
    }
  }

  /** One that ends while it is looked at is left out. */
  private static Optional<Consumed> thread(Path folder) {
    try {
      return Optional.of(Consumed.read(Files.readString(folder.resolve("stat"))));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /**
   * What was consumed since an earlier look, by kind of thread.
   *
   * @param all that the process consumed meanwhile: the rest was of threads that have ended
   */
  ThreadUsage since(ThreadTimes before, double all) {
    var byKind = new EnumMap<ThreadKind, Double>(ThreadKind.class);
    double sum = 0;
    double kernel = 0;
    for (var each : threads.entrySet()) {
      var now = each.getValue();
      var then = before.threads.getOrDefault(each.getKey(), new Consumed(now.name(), 0, 0));
      double grown = Math.max(0, now.cpu() - then.cpu());
      byKind.merge(ThreadKind.of(now.name()), grown, Double::sum);
      kernel += Math.max(0, now.kernel() - then.kernel());
      sum += grown;
    }
    if (!threads.isEmpty()) {
      byKind.put(ThreadKind.ENDED, Math.max(0, all - sum));
    }
    return new ThreadUsage(byKind, kernel);
  }
}
