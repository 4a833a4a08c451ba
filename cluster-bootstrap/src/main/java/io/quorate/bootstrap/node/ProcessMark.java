package io.quorate.bootstrap.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which process: its number, and what tells it from every other one that bears the same number. On
 * Linux that is when it began, counted since the machine was started, so that no clock which is set
 * changes it; which start of the machine that was; and the namespace that the number is of.
 *
 * @param birth opaque; compared only
 */
record ProcessMark(long pid, String birth) {

  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path NAMESPACE = Path.of("/proc/self/ns/pid");

  /** Where the start is in {@code /proc/PID/stat}, counted from behind the name (proc(5)). */
  private static final int START = 19;

  private static final Pattern TEXT = Pattern.compile("pid ([0-9]{1,18}) born (\\S+)");

  static ProcessMark of(ProcessHandle process) {
    return new ProcessMark(process.pid(), born(process));
  }

  static Optional<ProcessMark> parse(String text) {
    var found = TEXT.matcher(text.strip());
    return found.matches()
        ? Optional.of(new ProcessMark(Long.parseLong(found.group(1)), found.group(2)))
        : Optional.empty();
  }

  /** The process, if it lives and can be seen from here. */
  Optional<ProcessHandle> find() {
    return ProcessHandle.of(pid).filter(process -> of(process).equals(this));
  }

  private static String born(ProcessHandle process) {
    try {
      var stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      var fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
      var boot = Files.readString(BOOT).strip();
      return fields[START] + "@" + boot + "@" + Files.readSymbolicLink(NAMESPACE);
    } catch (IOException elsewhere) {
      return process.info().startInstant().map(start -> start.toString()).orElse("unknown");
    }
  }

  @Override
  public String toString() {
    return "pid " + pid + " born " + birth;
  }
}
