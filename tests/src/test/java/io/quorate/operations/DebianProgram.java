package io.quorate.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Programs of Debian's packages. One that is not installed is installed where we are root on
 * Debian; else the test is skipped and says why.
 */
public final class DebianProgram {

  private DebianProgram() {}

  /**
   * The program at this path.
   *
   * @param debianPackage that has it
   */
  public static synchronized String of(String debianPackage, String path) throws Exception {
    if (!Files.isExecutable(Path.of(path)) && mayInstall()) {
      run(Path.of("/"), List.of("apt-get", "update", "-qq"));
      run(
          Path.of("/"),
          List.of("apt-get", "install", "-y", "-qq", "--no-install-recommends", debianPackage));
    }
    assumeTrue(
        Files.isExecutable(Path.of(path)),
        "no " + path + ": install Debian's package " + debianPackage);
    return path;
  }

  private static boolean mayInstall() {
    return System.getProperty("user.name").equals("root")
        && Files.isExecutable(Path.of("/usr/bin/apt-get"));
  }

  /** What a command said, and how it ended. */
  record Ended(int code, String said) {}

  static Ended run(Path directory, List<String> command) throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
    var process = builder.start();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Ended(process.waitFor(), said);
  }
}
