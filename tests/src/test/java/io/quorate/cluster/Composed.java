package io.quorate.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.operations.OpsFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Services of a compose file as processes of this machine: in one network namespace where their
 * names mean the loopback, with paths of the containers put into a scratch directory.
 */
final class Composed implements AutoCloseable {

  private static final String NAMESPACE = "q" + ProcessHandle.current().pid() + "c";
  private static final Path HOSTS = Path.of("/etc/netns", NAMESPACE);
  private static final long PATIENCE_SECONDS = 60;

  private final JsonNode services;
  private final Map<String, String> paths = new HashMap<>();
  private final Map<String, Process> running = new HashMap<>();
  private final Path scratch;

  private Composed(JsonNode compose, Path scratch) {
    this.services = compose.path("services");
    this.scratch = scratch;
  }

  static Composed from(JsonNode compose, Path scratch) throws IOException {
    var made = new Composed(compose, scratch);
    made.network();
    made.paths.put("/opt/quorate/quorate", made.program().toString());
    made.paths.put("/var/lib/quorate", scratch.resolve("group").toString());
    made.paths.put("/etc/prometheus", made.quickly(OpsFiles.OPS.resolve("prometheus")).toString());
    made.paths.put("=/prometheus", "=" + scratch.resolve("series"));
    return made;
  }

  private void network() throws IOException {
    Files.createDirectories(HOSTS);
    var hosts = new StringBuilder("127.0.0.1 localhost");
    services.fieldNames().forEachRemaining(name -> hosts.append(' ').append(name));
    Files.writeString(HOSTS.resolve("hosts"), hosts + "\n");
    Shell.run("ip", "netns", "add", NAMESPACE);
    Shell.run("ip", "-n", NAMESPACE, "link", "set", "lo", "up");
  }

  /** What the image's {@code /opt/quorate/quorate} does, with the classes under test. */
  private Path program() throws IOException {
    var java = ReplicaClasses.java("-Xmx512m");
    int classes = java.indexOf("-cp");
    var text =
        "#!/bin/sh\nexec %s $QUORATE_OPTS %s io.quorate.bootstrap.Main \"$@\"\n"
            .formatted(
                String.join(" ", java.subList(0, classes)),
                String.join(" ", java.subList(classes, java.size())));
    var file = Files.writeString(scratch.resolve("quorate"), text);
    file.toFile().setExecutable(true);
    return file;
  }

  /** Prometheus' files, with a look each second, or a test would take minutes. */
  private Path quickly(Path prometheus) throws IOException {
    var copy = Files.createDirectories(scratch.resolve("prometheus"));
    Files.copy(prometheus.resolve("alerts.yml"), copy.resolve("alerts.yml"));
    var file = "prometheus.yml";
    Files.writeString(
        copy.resolve(file),
        Files.readString(prometheus.resolve(file)).replace("interval: 5s", "interval: 1s"));
    return copy;
  }

  /** A command in the network of the services. */
  List<String> inside(String... command) {
    var whole = new ArrayList<>(List.of("ip", "netns", "exec", NAMESPACE));
    whole.addAll(List.of(command));
    return whole;
  }

  String curl(String... arguments) {
    var command = new ArrayList<>(inside("curl", "-fsS"));
    command.addAll(List.of(arguments));
    return Shell.run(command.toArray(String[]::new));
  }

  /** Starts a service and waits for its end, which must be a good one. */
  void run(String service) throws InterruptedException {
    start(service);
    var process = running.remove(service);
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IllegalStateException(service + " failed: " + output(service));
    }
  }

  void start(String service) {
    var definition = services.path(service);
    var command = inside();
    command.addAll(
        definition.has("entrypoint")
            ? OpsFiles.strings(definition.path("entrypoint"))
            : List.of(entrypoint(service)));
    command.addAll(OpsFiles.strings(definition.path("command")));
    command.replaceAll(this::here);
    try {
      Files.createDirectories(scratch.resolve("group"));
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      definition
          .path("environment")
          .properties()
          .forEach(each -> builder.environment().put(each.getKey(), each.getValue().asText()));
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log(service).toFile()));
      running.put(service, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String entrypoint(String service) {
    return service.equals("prometheus") ? "/usr/bin/prometheus" : "/opt/quorate/quorate";
  }

  private String here(String word) {
    var result = word;
    for (var path : paths.entrySet()) {
      result = result.replace(path.getKey(), path.getValue());
    }
    return result;
  }

  /** Whether the service's own health check passes. */
  boolean isHealthy(String service) {
    var test = OpsFiles.strings(services.path(service).path("healthcheck").path("test"));
    var command = inside();
    command.addAll(test.subList(1, test.size()));
    return Shell.succeeds(command.toArray(String[]::new));
  }

  /** As {@code kill -9} does it. */
  void kill(String service) {
    var process = running.remove(service);
    if (process != null) {
      process.destroyForcibly();
      process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }
  }

  private Path log(String service) {
    return scratch.resolve(service + ".log");
  }

  private String output(String service) {
    try {
      return Files.readString(log(service));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    List.copyOf(running.keySet()).forEach(this::kill);
    Shell.succeeds("ip", "netns", "delete", NAMESPACE);
    Shell.succeeds("rm", "-r", HOSTS.toString());
  }
}
