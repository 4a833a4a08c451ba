package io.quorate.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The classes of a replica's process. Those of jars are loaded and checked once for all starts, as
 * {@code ./quorate} does it after a build: a third of what a start costs.
 */
final class ReplicaClasses {

  private static final int REHEARSAL_SECONDS = 120;

  private ReplicaClasses() {}

  /** The beginning of a command that runs a class of them, for which its name follows. */
  static List<String> java(String... flags) {
    var command = jvm();
    if (Archive.MADE) {
      command.add("-XX:SharedArchiveFile=" + Archive.FILE);
    }
    command.addAll(List.of(flags));
    // What the archive was made of comes first, or the JVM passes it over.
    command.addAll(List.of("-cp", joined(jars()) + File.pathSeparator + joined(folders())));
    return command;
  }

  /** Of one kind for the archive and for its users. */
  private static List<String> jvm() {
    return new ArrayList<>(
        List.of(
            ProcessHandle.current().info().command().orElse("java"),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-Xlog:cds=off",
            "-Xlog:cds+dynamic=off"));
  }

  /** Made by the first who asks. Without jars, or without success, replicas start without it. */
  private static final class Archive {
    private static final Path FILE = newFile();
    private static final boolean MADE = rehearse();

    private static Path newFile() {
      try {
        var folder = Files.createTempDirectory("quorate-classes");
        folder.toFile().deleteOnExit();
        var file = folder.resolve("replica.jsa");
        file.toFile().deleteOnExit();
        return file;
      } catch (IOException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    private static boolean rehearse() {
      var command = jvm();
      command.add("-XX:ArchiveClassesAtExit=" + FILE);
      command.add("-Dquorate-log.level=OFF");
      command.addAll(List.of("-cp", joined(jars()), "io.quorate.bootstrap.Main", "rehearse"));
      try {
        var rehearsal =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!rehearsal.waitFor(REHEARSAL_SECONDS, TimeUnit.SECONDS)) {
          rehearsal.destroyForcibly();
          return false;
        }
        return Files.isReadable(FILE);
      } catch (IOException e) {
        return false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }

  private static List<String> jars() {
    return classPath().stream().filter(entry -> !Files.isDirectory(Path.of(entry))).toList();
  }

  private static List<String> folders() {
    return classPath().stream().filter(entry -> Files.isDirectory(Path.of(entry))).toList();
  }

  private static List<String> classPath() {
    return Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator));
  }

  private static String joined(List<String> entries) {
    return String.join(File.pathSeparator, entries);
  }
}
