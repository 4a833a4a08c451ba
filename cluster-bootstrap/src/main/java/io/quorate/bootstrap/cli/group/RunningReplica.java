package io.quorate.bootstrap.cli.group;

import io.quorate.bootstrap.node.DataDirectory;
import io.quorate.bootstrap.node.DataDirectory.Holder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether a replica runs, and as which process: the one that holds the lock of its data. Only a
 * process that is shown to be this replica is ever ended.
 */
public record RunningReplica(int index, Path data, PidFile pid) {

  /** Who holds the data; empty when the replica does not run. */
  public Optional<Holder> holder() {
    return Files.isDirectory(data)
        ? DataDirectory.holder(data)
        : orphan().map(process -> new Holder(Optional.of(process), "pid " + process.pid()));
  }

  /** Its process; empty when it does not run, or where it runs cannot be seen from here. */
  Optional<ProcessHandle> process() {
    return holder().flatMap(Holder::process);
  }

  /**
   * A replica whose data was deleted while it ran. It still has the lock's file open, under a name
   * that is gone, and the system says so where it has {@code /proc} (proc(5)).
   */
  private Optional<ProcessHandle> orphan() {
    try {
      var gone = data.getParent().toRealPath().resolve(data.getFileName()).resolve("lock");
      return pid.claimed().filter(process -> hasOpen(process, gone + " (deleted)"));
    } catch (IOException nothingHere) {
      return Optional.empty();
    }
  }

  private static boolean hasOpen(ProcessHandle process, String name) {
    var open = Path.of("/proc", Long.toString(process.pid()), "fd");
    try (var files = Files.newDirectoryStream(open)) {
      for (var file : files) {
        if (Files.isSymbolicLink(file) && Files.readSymbolicLink(file).toString().equals(name)) {
          return true;
        }
      }
    } catch (IOException notOurs) {
      return false;
    }
    return false;
  }

  /** A refusal when it runs. */
  public void refuseSecond() {
    holder()
        .ifPresent(
            holder -> {
              throw CommandFailure.usage(
                  "replica " + index + " runs already, " + described(holder));
            });
  }

  /**
   * The process to end in order to stop it; empty when it does not run.
   *
   * @throws CommandFailure when it runs, but not as a process that may be ended from here
   */
  public Optional<ProcessHandle> endable() {
    var holder = holder();
    if (holder.isPresent() && (holder.get().process().isEmpty() || !pid.exists())) {
      throw CommandFailure.failed(
          "replica " + index + " is left running: it runs " + described(holder.get()));
    }
    return holder.flatMap(Holder::process);
  }

  private String described(Holder holder) {
    if (holder.process().isEmpty()) {
      return "in a process that cannot be seen from here (" + holder.said() + ")";
    }
    long number = holder.process().get().pid();
    return pid.exists()
        ? "as process " + number
        : "within process " + number + ", which this command did not start";
  }
}
