package io.quorate.bench;

import io.quorate.bootstrap.access.ClientAccess;
import io.quorate.bootstrap.assembly.ClientAssembly;
import io.quorate.bootstrap.cli.QuorateCommand;
import io.quorate.bootstrap.cli.Refusal;
import io.quorate.bootstrap.kv.EchoMachine;
import io.quorate.engine.client.BftClient;
import io.quorate.engine.model.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** One process with the state machine, and a client that believes it alone. */
record UnreplicatedServer(Process server, ClientAccess.Connection connection, Path folder)
    implements AutoCloseable {

  private static final int ATTEMPTS = 30;
  private static final long ATTEMPT_SECONDS = 2;

  static UnreplicatedServer launch(int reply) throws IOException {
    var folder = Files.createTempDirectory("quorate-ceiling");
    var founded =
        QuorateCommand.quietly(
            List.of(
                "init",
                "--memory",
                "--dir",
                folder.toString(),
                "--base-port",
                "2851",
                "--http-port",
                "8851"));
    if (founded != 0) {
      throw Refusal.failed("no files for the unreplicated server in " + folder);
    }
    var server = start(folder, reply);
    var connection =
        new ClientAssembly()
            .connect(
                folder,
                ring ->
                    new BftClient.Asked(List.of(ring.membership().members().get(0).address()), 1));
    var launched = new UnreplicatedServer(server, connection, folder);
    launched.awaitAnswer();
    return launched;
  }

  private static Process start(Path folder, int reply) throws IOException {
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-Xms64m", "-Xmx512m", "-XX:+UseSerialGC"));
    command.add("-Dquorate.application.class=" + EchoMachine.class.getName());
    command.add("-D" + EchoMachine.REPLY + "=" + reply);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("io.quorate.bootstrap.Main", "unreplicated", "--dir"));
    command.add(folder.toString());
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("server.log").toFile())
        .start();
  }

  ProcessHandle process() {
    return server.toHandle();
  }

  private void awaitAnswer() {
    for (int i = 0; i < ATTEMPTS; i++) {
      try {
        connection
            .ask(Bytes.EMPTY)
            .toCompletableFuture()
            .orTimeout(ATTEMPT_SECONDS, TimeUnit.SECONDS)
            .join();
        return;
      } catch (CompletionException notYet) {
        if (!server.isAlive()) {
          break;
        }
      }
    }
    close();
    throw Refusal.failed("the unreplicated server does not answer; see " + folder);
  }

  @Override
  public void close() {
    connection.close();
    server.destroyForcibly();
  }
}
