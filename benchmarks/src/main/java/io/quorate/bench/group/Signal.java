package io.quorate.bench.group;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

/** What a process may be told that Java has no word for. */
enum Signal {
  STOP,
  CONT;

  /** Whether the process took it; one that is gone does not. */
  boolean isTakenBy(ProcessHandle process) throws IOException {
    var kill = new ProcessBuilder("kill", "-" + this, Long.toString(process.pid()));
    return kill.redirectError(Redirect.DISCARD).start().onExit().join().exitValue() == 0;
  }
}
