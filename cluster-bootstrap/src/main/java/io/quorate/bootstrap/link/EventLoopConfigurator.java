package io.quorate.bootstrap.link;

import com.typesafe.config.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ThreadFactory;
import org.apache.pekko.dispatch.DispatcherPrerequisites;
import org.apache.pekko.dispatch.ExecutorServiceConfigurator;
import org.apache.pekko.dispatch.ExecutorServiceFactory;
import org.apache.pekko.dispatch.ForkJoinExecutorConfigurator;
import org.apache.pekko.dispatch.MonitorableThreadFactory;
import org.apache.pekko.dispatch.ThreadPoolConfig;

/**
 * The threads of a Pekko dispatcher: as many as {@code fork-join-executor} says, and if that is
 * one, one that waits for sockets, too. Pekko makes it, by its name in the dispatcher's {@code
 * executor}, and ends what it makes.
 */
public final class EventLoopConfigurator extends ExecutorServiceConfigurator {

  private static final String POOL = "fork-join-executor";

  private final Config pool;
  private final ForkJoinExecutorConfigurator many;

  /** Called by Pekko. */
  public EventLoopConfigurator(Config config, DispatcherPrerequisites prerequisites) {
    super(config, prerequisites);
    this.pool = config.getConfig(POOL);
    this.many = new ForkJoinExecutorConfigurator(pool, prerequisites);
  }

  @Override
  public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threads) {
    int size =
        ThreadPoolConfig.scaledPoolSize(
            pool.getInt("parallelism-min"),
            pool.getDouble("parallelism-factor"),
            pool.getInt("parallelism-max"));
    return size == 1 ? () -> loop(id, threads) : many.createExecutorServiceFactory(id, threads);
  }

  private static EventLoop loop(String id, ThreadFactory threads) {
    try {
      return EventLoop.start(
          threads instanceof MonitorableThreadFactory named
              ? named.withName(named.name() + "-" + id)
              : threads);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
