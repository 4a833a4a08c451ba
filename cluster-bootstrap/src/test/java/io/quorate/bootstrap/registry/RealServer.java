package io.quorate.bootstrap.registry;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quorate.bootstrap.TestGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A server of Debian's that a test starts on the loopback. If its package is not installed and we
 * are root on Debian, it is installed; else the test is skipped and says why.
 */
final class RealServer implements AutoCloseable {

  private final List<String> command;
  private final Path output;
  private Process process;

  private RealServer(List<String> command, Path output) {
    this.command = command;
    this.output = output;
  }

  /** An etcd whose clients come to this port. */
  static RealServer etcd(int port, Path data) throws Exception {
    var program = program("etcd-server", "/usr/bin/etcd");
    var clients = "http://127.0.0.1:" + port;
    var peers = "http://127.0.0.1:" + TestGroup.freePorts(1).get(0);
    var server =
        new RealServer(
            List.of(
                program,
                "--data-dir",
                data.toString(),
                "--listen-client-urls",
                clients,
                "--advertise-client-urls",
                clients,
                "--listen-peer-urls",
                peers,
                "--initial-advertise-peer-urls",
                peers,
                "--initial-cluster",
                "default=" + peers),
            data.resolveSibling(data.getFileName() + ".log"));
    server.start();
    server.awaitTcp(port);
    return server;
  }

  /**
   * A dnsmasq that knows these hosts and services and nobody else.
   *
   * @param hosts a file as {@code /etc/hosts}; read again after {@link #readAgain}
   * @param services as {@code _service._tcp.name,target,port}
   */
  static RealServer dns(int port, Path hosts, List<String> services) throws Exception {
    var command =
        new ArrayList<>(
            List.of(
                program("dnsmasq-base", "/usr/sbin/dnsmasq"),
                "--keep-in-foreground",
                "--conf-file=/dev/null",
                "--pid-file",
                "--log-facility=-",
                "--user=" + System.getProperty("user.name"),
                "--port=" + port,
                "--listen-address=127.0.0.1",
                "--bind-interfaces",
                "--no-resolv",
                "--no-hosts",
                "--local=/test/",
                "--addn-hosts=" + hosts));
    services.forEach(each -> command.add("--srv-host=" + each));
    var server = new RealServer(command, hosts.resolveSibling("dnsmasq.log"));
    server.start();
    server.awaitTcp(port);
    return server;
  }

  void start() throws IOException {
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
            .start();
  }

  void stop() {
    process.destroyForcibly();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }

  /** Has it read its files again. */
  void readAgain() throws Exception {
    run(List.of("kill", "-HUP", Long.toString(process.pid())));
  }

  @Override
  public void close() {
    stop();
  }

  private void awaitTcp(int port) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (true) {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {

        if (socket.isConnected()) {
          return;
        }
      } catch (IOException e) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
          throw new IOException(command + " did not start: " + Files.readString(output), e);
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
  }

  private static synchronized String program(String debianPackage, String path) throws Exception {
    if (!Files.isExecutable(Path.of(path)) && mayInstall()) {
      run(List.of("apt-get", "update", "-qq"));
      run(List.of("apt-get", "install", "-y", "-qq", "--no-install-recommends", debianPackage));
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

  private static int run(List<String> command) throws Exception {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    return builder.start().waitFor();
  }
}
