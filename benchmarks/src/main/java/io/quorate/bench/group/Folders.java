package io.quorate.bench.group;

import io.quorate.bench.process.MeasuredProcess;
import io.quorate.bootstrap.cli.group.GroupDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A group's directory as the benchmarks use it. */
public final class Folders {

  private Folders() {}

  /** The replicas of this directory that run. */
  static List<MeasuredProcess> running(GroupDirectory group) {
    return group.local().stream().flatMap(i -> running(group, i).stream()).toList();
  }

  private static Optional<MeasuredProcess> running(GroupDirectory group, int replica) {
    return group
        .process(replica)
        .map(
            process ->
                new MeasuredProcess(
                    "replica " + replica, process, Optional.of(uri(group, replica, "/metrics"))));
  }

  static URI uri(GroupDirectory group, int replica, String path) {
    return URI.create("http://" + group.http(replica) + path);
  }

  /** Whatever still writes there may bring a file back once. */
  public static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }
}
