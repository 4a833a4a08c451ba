package io.quorate.bootstrap.registry;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Threads that wait for others and keep no process alive. */
final class Threads {

  private Threads() {}

  static ScheduledExecutorService one(String name) {
    return Executors.newSingleThreadScheduledExecutor(task -> daemon(name, task));
  }

  static Thread daemon(String name, Runnable task) {
    var thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
