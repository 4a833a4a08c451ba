package io.quorate.bench.profile;

import io.quorate.bench.group.Folders;
import io.quorate.bench.group.Subject;
import io.quorate.bench.report.Measurement;
import io.quorate.bootstrap.cli.group.CommandFailure;
import io.quorate.bootstrap.cli.group.ReplicaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;

/**
 * Has every process record from its start, this one from here on: a recorder that starts under load
 * changes code that is compiled. A recording is whole when its process has ended in order.
 */
public final class Profiler implements AutoCloseable {

  private static final String SETTINGS = "samples.jfc";
  private static final String OWN = "client.jfr";
  private static final String CLIENT = "client";

  private final Path folder;
  private final boolean kept;
  private final Recording own;
  private final List<Recorded> recorded = new ArrayList<>();

  /**
   * Which seconds of whose recordings count.
   *
   * @param files a part of each name
   */
  private record Recorded(Measurement run, String processes, List<String> files) {}

  private Profiler(Path folder, boolean kept, Recording own) {
    this.folder = folder;
    this.kept = kept;
    this.own = own;
  }

  /**
   * Begins; all processes that are started from here on record too.
   *
   * @param report where the recordings are kept, if anywhere
   */
  public static Profiler begin(Optional<Path> report) throws IOException {
    var folder =
        report.isPresent()
            ? Files.createDirectories(report.get().toAbsolutePath().resolve("recordings"))
            : Files.createTempDirectory("quorate-profile");
    var settings = folder.resolve(SETTINGS);
    try (var given = Profiler.class.getResourceAsStream(SETTINGS)) {
      Files.write(settings, given.readAllBytes());
      var own = new Recording(Configuration.create(settings));
      own.start();
      System.setProperty(ReplicaProcess.FLAGS, flags(folder, settings));
      return new Profiler(folder, report.isPresent(), own);
    } catch (ParseException e) {
      throw new IllegalStateException(SETTINGS + " cannot be read", e);
    }
  }

  /** The JVM makes up a name with the number of the process in it. */
  private static String flags(Path folder, Path settings) {
    return "-XX:StartFlightRecording=filename="
        + folder
        + ",settings="
        + settings
        + ",dumponexit=true";
  }

  /** This subject, which still runs, was measured. */
  public void ran(Subject subject, Measurement run) {
    subject.kinds().forEach((kind, of) -> recorded.add(new Recorded(run, kind, names(of))));
    recorded.add(new Recorded(run, CLIENT, List.of(OWN)));
  }

  private static List<String> names(List<ProcessHandle> processes) {
    return processes.stream().map(each -> "-pid-" + each.pid() + "-").toList();
  }

  /** Reads what was recorded of processes that have ended, and of this one. */
  public ProfileReport end() throws IOException {
    own.dump(folder.resolve(OWN));
    var profiles = new ArrayList<ProfileReport.Profile>();
    for (var each : recorded) {
      var answers = each.run().answers();
      var until = answers.begun().plusNanos((long) (answers.seconds() * 1e9));
      var samples = new Samples();
      for (var part : each.files()) {
        samples.read(recording(part), answers.begun(), until);
      }
      var name = each.run().measured().name();
      profiles.add(new ProfileReport.Profile(name, each.processes(), samples));
    }
    return new ProfileReport(profiles);
  }

  private Path recording(String part) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().contains(part))
          .findFirst()
          .orElseThrow(() -> CommandFailure.failed("no recording with " + part + " in " + folder));
    }
  }

  @Override
  public void close() {
    System.clearProperty(ReplicaProcess.FLAGS);
    own.close();
    if (!kept) {
      Folders.delete(folder);
    }
  }
}
