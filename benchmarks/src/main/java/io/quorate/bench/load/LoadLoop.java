package io.quorate.bench.load;

import io.quorate.bootstrap.access.ClientAccess;

/** Asks until it is stopped, and tells {@link Outcomes} what became of it. */
public interface LoadLoop {

  void start();

  /** Asks no more, and waits a while for what is under way; what then has no answer has failed. */
  void stop() throws InterruptedException;

  /** The loop that this load calls for. */
  static LoadLoop of(Load load, ClientAccess.Connection connection, Outcomes outcomes) {
    return load.isOpen()
        ? OpenLoop.of(load, connection, outcomes)
        : new ClosedLoop(load.asking(connection), load.clients(), outcomes);
  }
}
