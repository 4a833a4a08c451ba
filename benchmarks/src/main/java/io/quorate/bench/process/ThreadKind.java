package io.quorate.bench.process;

import java.util.Arrays;
import java.util.regex.Pattern;

/** What threads are for, by the first 15 characters of their names: Linux keeps no more. */
public enum ThreadKind {
  /** Pekko's dispatcher, on which all actors run, and its timers. */
  ACTORS("actors", "quorate-(?:pekko\\.a|schedul|client-)"),
  /** The log's writer, replays and snapshots. */
  JOURNAL("journal", "quorate-(?:log-|quorate)"),
  /** Reading and, when a socket is full, writing; Pekko's selector too. */
  SOCKETS("sockets", "quorate-(?:links|pekko\\.i)"),
  /** The serial collector works on the JVM's own thread. */
  GARBAGE("garbage", "VM Thread|GC Thread|G1 "),
  COMPILERS("compilers", "C[12] Compiler|Sweeper"),
  /** What makes load and measures it. */
  LOAD("load", "quorate-(?:open-lo|time-se|slow-li|lags)"),
  OTHER("other", "(?!)"),
  /** Threads that ended while it was counted, of whom nothing else is known. */
  ENDED("ended", "(?!)");

  private final String inWords;
  private final Pattern names;

  ThreadKind(String inWords, String names) {
    this.inWords = inWords;
    this.names = Pattern.compile(names);
  }

  /** The heading of its column. */
  public String inWords() {
    return inWords;
  }

  /** Of a thread with this name. */
  static ThreadKind of(String name) {
    return Arrays.stream(values())
        .filter(kind -> kind.names.matcher(name).lookingAt())
        .findFirst()
        .orElse(OTHER);
  }
}
