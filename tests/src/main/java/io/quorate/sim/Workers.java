package io.quorate.sim;

import java.util.ArrayDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;

/** Runs seeds on several threads, each run on one, and hands them over in order of seeds. */
final class Workers {

  private static final int AHEAD = 4;

  private Workers() {}

  /**
   * Returns when all that was begun was handed over.
   *
   * @param more whether to begin this seed
   */
  static <R> void run(
      int jobs, long first, LongPredicate more, LongFunction<R> work, Consumer<R> taker) {
    var pool =
        Executors.newFixedThreadPool(
            jobs,
            task -> {
              var thread = new Thread(task, "seeds");
              thread.setDaemon(true);
              return thread;
            });
    try {
      var begun = new ArrayDeque<Future<R>>();
      long next = first;
      while (!begun.isEmpty() || more.test(next)) {
        while (begun.size() < AHEAD * jobs && more.test(next)) {
          long seed = next++;
          begun.add(pool.submit(() -> work.apply(seed)));
        }
        if (!begun.isEmpty()) {
          taker.accept(begun.remove().get());
        }
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a run could not be ended", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      pool.shutdownNow();
    }
  }
}
