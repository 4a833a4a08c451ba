package io.quorate.bench.group;

import io.quorate.bench.process.MeasuredProcess;
import io.quorate.bootstrap.access.ClientAccess;
import io.quorate.bootstrap.assembly.ClientAssembly;
import io.quorate.bootstrap.cli.QuorateCommand;
import io.quorate.bootstrap.cli.group.CommandFailure;
import io.quorate.bootstrap.cli.group.GroupDirectory;
import io.quorate.bootstrap.cli.group.ReplicaProcess;
import io.quorate.engine.client.BftClient;
import io.quorate.engine.model.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** One process with the state machine, and a client that believes it alone. */
public record UnreplicatedServer(
    Process server, ClientAccess.Connection connection, GroupDirectory directory)
    implements Subject {

  private static final int ATTEMPTS = 30;
  private static final long ATTEMPT_SECONDS = 2;
  private static final long ORDERLY_SECONDS = 15;

  /** Starts it and waits until it answers. */
  public static UnreplicatedServer launch() throws IOException {
    var folder = Files.createTempDirectory("quorate-ceiling");
    var init = new ArrayList<>(List.of("init", "--memory", "--dir", folder.toString()));
    init.addAll(Ports.free(1).options());
    var founded = QuorateCommand.quietly(init);
    if (founded != 0) {
      throw CommandFailure.failed("no files for the unreplicated server in " + folder);
    }
    var server = start(folder);
    var connection =
        new ClientAssembly()
            .connect(
                folder,
                ring ->
                    new BftClient.RequestTargets(
                        List.of(ring.configuration().members().get(0)), 1));
    var launched = new UnreplicatedServer(server, connection, new GroupDirectory(folder));
    launched.awaitAnswer();
    return launched;
  }

  /** The JVM is given what a replica's is given: else the two would not compare. */
  private static Process start(Path folder) throws IOException {
    return ReplicaProcess.command(folder, List.of("unreplicated", "--dir", folder.toString()))
        .start();
  }

  @Override
  public String name() {
    return "unreplicated";
  }

  @Override
  public int replicas() {
    return 1;
  }

  @Override
  public boolean isDurable() {
    return false;
  }

  @Override
  public List<MeasuredProcess> processes() {
    var metrics = Folders.uri(directory, 0, "/metrics");
    return List.of(new MeasuredProcess("server", server.toHandle(), Optional.of(metrics)));
  }

  @Override
  public Map<String, List<ProcessHandle>> kinds() {
    return Map.of("server", List.of(server.toHandle()));
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
    throw CommandFailure.failed("the unreplicated server does not answer");
  }

  @Override
  public void close() {
    connection.close();
    server.destroy();
    server
        .onExit()
        .completeOnTimeout(server, ORDERLY_SECONDS, TimeUnit.SECONDS)
        .thenCompose(late -> late.destroyForcibly().onExit())
        .join();
    Folders.delete(directory.root());
  }
}
