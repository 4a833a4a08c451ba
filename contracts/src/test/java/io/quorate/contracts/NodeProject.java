package io.quorate.contracts;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A folder with a package.json and its lock, copied below target and installed there by npm without
 * running any package's scripts. Where npm cannot be had a test is skipped, but never in CI.
 */
final class NodeProject {

  private static final long INSTALL_SECONDS = 300;
  private static final String INSTALLED = "installed";

  private final Path folder;

  private NodeProject(Path folder) {
    this.folder = folder;
  }

  /** Once for each content of the lock: a second call finds what the first one left. */
  static synchronized NodeProject install(Path source, Path target) {
    try {
      Files.createDirectories(target);
      var lock = Files.readString(source.resolve("package-lock.json"));
      var marker = target.resolve(INSTALLED);
      copy(source, target);
      if (!Files.exists(marker) || !Files.readString(marker).equals(lock)) {
        Files.deleteIfExists(marker);
        var installed =
            run(target, INSTALL_SECONDS, "", "npm", "ci", "--ignore-scripts", "--no-fund");
        if (installed.exit() != 0) {
          return unavailable("npm cannot install " + source + ": " + installed.output());
        }
        Files.writeString(marker, lock);
      }
      return new NodeProject(target);
    } catch (IOException e) {
      return unavailable("Node.js is needed (Debian: nodejs npm): " + e.getMessage());
    }
  }

  private static NodeProject unavailable(String why) {
    if ("true".equals(System.getenv("CI"))) {
      return fail(why);
    }
    return abort(why);
  }

  private static void copy(Path source, Path target) throws IOException {
    try (var all = Files.walk(source)) {
      var files = all.map(source::relativize).filter(each -> !each.startsWith("node_modules"));
      for (var file : files.toList()) {
        var from = source.resolve(file);
        var to = target.resolve(file);
        if (Files.isDirectory(from)) {
          Files.createDirectories(to);
        } else {
          Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  Path folder() {
    return folder;
  }

  /** What a script wrote; fails when it did not end well. */
  String node(long seconds, String input, Object... arguments) {
    var command = new ArrayList<String>(List.of("node"));
    for (var each : arguments) {
      command.add(each.toString());
    }
    try {
      var ended = run(folder, seconds, input, command.toArray(String[]::new));
      return ended.exit() == 0 ? ended.output() : fail(command + ": " + ended.output());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Ended(int exit, String output) {}

  private static Ended run(Path folder, long seconds, String input, String... command)
      throws IOException {
    var in = Files.createTempFile(folder, "in", ".txt");
    var out = Files.createTempFile(folder, "out", ".txt");
    var errors = Files.createTempFile(folder, "err", ".txt");
    try {
      Files.writeString(in, input);
      var process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectInput(in.toFile())
              .redirectOutput(out.toFile())
              .redirectError(Redirect.to(errors.toFile()))
              .start();
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return new Ended(-1, "took longer than " + seconds + " s");
      }
      int exit = process.exitValue();
      return new Ended(exit, Files.readString(exit == 0 ? out : errors));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      Files.deleteIfExists(in);
      Files.deleteIfExists(out);
      Files.deleteIfExists(errors);
    }
  }
}
