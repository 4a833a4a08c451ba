package io.quorate.persistence;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A PostgreSQL server of our own on a free port of the loopback, with its data in a temporary
 * directory. Under root it runs as user {@code postgres}, since PostgreSQL refuses root; if the
 * server is not installed and we are root on Debian, it is installed.
 */
public final class RealPostgres {
  private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
  private static final String USER = "quorate";

  private final Path binaries;
  private final Path home;
  private final int port;

  private RealPostgres(Path binaries, Path home, int port) {
    this.binaries = binaries;
    this.home = home;
    this.port = port;
  }

  public static RealPostgres start() throws IOException, InterruptedException {
    var binaries = binaries();
    var home = Files.createTempDirectory("quorate-postgres");
    var postgres = new RealPostgres(binaries, home, freePort());
    if (isRoot()) {
      run(List.of("chown", "postgres", home.toString()));
    }
    try {
      postgres.serve("initdb", "-A", "trust", "-U", USER, "-E", "UTF8", "--no-locale", "-N");
      var options = "-p " + postgres.port + " -h 127.0.0.1 -k " + home;
      var log = home.resolve("server.log").toString();
      postgres.serve("pg_ctl", "-w", "-t", "30", "-l", log, "-o", options, "start");
      return postgres;
    } catch (IOException | RuntimeException e) {
      postgres.remove();
      throw e;
    }
  }

  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  public String user() {
    return USER;
  }

  public void execute(String statements) throws SQLException {
    try (var connection = DriverManager.getConnection(url(), USER, "");
        var statement = connection.createStatement()) {
      statement.execute(statements);
    }
  }

  public void stop() throws IOException, InterruptedException {
    serve("pg_ctl", "-w", "-m", "fast", "stop");
    remove();
  }

  private void remove() throws IOException {
    try (var files = Files.walk(home)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private void serve(String program, String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    if (isRoot()) {
      command.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    command.add(binaries.resolve(program).toString());
    command.addAll(List.of("-D", home.resolve("data").toString()));
    command.addAll(List.of(arguments));
    run(command);
  }

  private static Path binaries() throws IOException, InterruptedException {
    var installed = newest();
    if (installed != null) {
      return installed;
    }
    if (!isRoot() || !Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
      throw new IllegalStateException(
          "No PostgreSQL server below "
              + VERSIONS
              + ". Install Debian's package postgresql, or leave these tests out with"
              + " -Dquorate.postgres=skip");
    }
    run(List.of("apt-get", "update", "-qq"));
    run(List.of("apt-get", "install", "-y", "-qq", "--no-install-recommends", "postgresql"));
    return newest();
  }

  private static Path newest() throws IOException {
    if (!Files.isDirectory(VERSIONS)) {
      return null;
    }
    try (var versions = Files.list(VERSIONS)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Comparator.comparing(bin -> Integer.parseInt(bin.getName(3).toString())))
          .orElse(null);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** Output goes to a file: a server that stays would keep a pipe open for ever. */
  private static void run(List<String> command) throws IOException, InterruptedException {
    var output = Files.createTempFile("quorate-command", ".log");
    try {
      var builder = new ProcessBuilder(command).directory(Path.of("/").toFile());
      builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      int status = builder.start().waitFor();
      if (status != 0) {
        var said = Files.readString(output, StandardCharsets.UTF_8);
        throw new IOException(String.join(" ", command) + " ended with " + status + ": " + said);
      }
    } finally {
      Files.delete(output);
    }
  }
}
