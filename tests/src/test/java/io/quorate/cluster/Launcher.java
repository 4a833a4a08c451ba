package io.quorate.cluster;

import io.quorate.engine.model.Bytes;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes.Name;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * {@code ./quorate} as it is after a build: the script of this repository beside the classes of
 * this test, in a folder of its own.
 */
final class Launcher {

  private static final int PATIENCE_SECONDS = 150;

  private final Path script;
  private final Path group;

  /** What a command said and how it ended. */
  record Said(int code, Bytes out, String err) {
    String text() {
      return out.asUtf8();
    }
  }

  private Launcher(Path script, Path group) {
    this.script = script;
    this.group = group;
  }

  /** A launcher in this empty folder, whose commands are about this group. */
  static Launcher in(Path folder, Path group) throws IOException {
    var script = folder.resolve("quorate");
    Files.copy(Path.of("..", "quorate"), script);
    var library = Files.createDirectories(folder.resolve("cluster-bootstrap/target/dist/lib"));
    for (var module : List.of("", "engine", "persistence", "cluster-bootstrap")) {
      var pom = Files.createDirectories(folder.resolve(module)).resolve("pom.xml");
      Files.setLastModifiedTime(Files.createFile(pom), FileTime.fromMillis(0));
    }
    for (var module : List.of("engine", "persistence", "cluster-bootstrap")) {
      Files.createDirectories(folder.resolve(module).resolve("src/main"));
      Files.setLastModifiedTime(folder.resolve(module).resolve("src/main"), FileTime.fromMillis(0));
    }
    writeClassPath(library.resolve("all.jar"));
    Files.createFile(library.resolveSibling("built"));
    return new Launcher(script, group);
  }

  /** A jar that only names others. */
  private static void writeClassPath(Path jar) throws IOException {
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Name.MANIFEST_VERSION, "1.0");
    var entries = System.getProperty("java.class.path").split(File.pathSeparator);
    var urls = Arrays.stream(entries).map(entry -> Path.of(entry).toUri().toString()).toList();
    manifest.getMainAttributes().put(Name.CLASS_PATH, String.join(" ", urls));
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
  }

  /** Starts a command; its output goes to this file, both streams. */
  Process start(Path output, List<String> prefix, String... words) throws IOException {
    return command(Map.of(), prefix, words)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  Said run(String... words) {
    return run(Map.of(), new byte[0], words);
  }

  /** Runs a command to its end. */
  Said run(Map<String, String> environment, byte[] input, String... words) {
    try {
      var err = Files.createTempFile("quorate-said", ".txt");
      var builder = command(environment, List.of(), words).redirectError(err.toFile());
      var process = builder.start();
      try (var in = process.getOutputStream()) {
        in.write(input);
      }
      var out = Bytes.wrap(process.getInputStream().readAllBytes());
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(List.of(words) + " does not end");
      }
      var said = new Said(process.exitValue(), out, Files.readString(err));
      Files.delete(err);
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private ProcessBuilder command(
      Map<String, String> environment, List<String> prefix, String... words) {
    var command = new ArrayList<>(prefix);
    command.add("bash");
    command.add(script.toString());
    command.addAll(List.of(words));
    command.addAll(List.of("--dir", group.toString()));
    var builder = new ProcessBuilder(command);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    return builder;
  }
}
