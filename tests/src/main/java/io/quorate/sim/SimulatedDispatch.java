package io.quorate.sim;

import com.typesafe.config.Config;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import org.apache.pekko.dispatch.DispatcherPrerequisites;
import org.apache.pekko.dispatch.ExecutorServiceConfigurator;
import org.apache.pekko.dispatch.ExecutorServiceFactory;

/** Gives every dispatcher of a {@link SimulatedProcess} its threads; named in its settings. */
public final class SimulatedDispatch extends ExecutorServiceConfigurator {

  private final SimulatedProcess process;

  /** Called by Pekko. */
  public SimulatedDispatch(Config section, DispatcherPrerequisites prerequisites) {
    super(section, prerequisites);
    this.process = SimulatedProcess.current();
  }

  @Override
  public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threads) {
    return new ExecutorServiceFactory() {
      @Override
      public ExecutorService createExecutorService() {
        return process.threads();
      }
    };
  }
}
