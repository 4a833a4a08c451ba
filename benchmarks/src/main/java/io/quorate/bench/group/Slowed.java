package io.quorate.bench.group;

import io.quorate.bootstrap.cli.group.CommandFailure;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

/**
 * A process that may run for 10 ms of every 100 ms, until this is closed. A shell sends it SIGSTOP
 * and SIGCONT in turn, for a process of its own for each signal would take more time than that.
 */
record Slowed(ProcessHandle victim, Process shell) implements AutoCloseable {

  /** Ends by itself when the victim is gone. */
  private static final String IN_TURN =
      "while kill -STOP $0; do sleep 0.09; kill -CONT $0; sleep 0.01; done";

  static Slowed begin(ProcessHandle victim) throws IOException {
    var shell =
        new ProcessBuilder("sh", "-c", IN_TURN, Long.toString(victim.pid()))
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD)
            .start();
    return new Slowed(victim, shell);
  }

  /** At full speed again. */
  @Override
  public void close() {
    shell.destroyForcibly().onExit().join();
    try {
      Signal.CONT.isTakenBy(victim);
    } catch (IOException e) {
      throw CommandFailure.failed(
          "process " + victim.pid() + " cannot be let go on: " + e.getMessage());
    }
  }
}
