package io.quorate.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bootstrap.QuorateNode;
import io.quorate.bootstrap.cli.QuorateCommand;
import io.quorate.cluster.RealProcesses;
import io.quorate.engine.client.BftClient;
import io.quorate.engine.client.Reply;
import io.quorate.engine.fixtures.FreePorts;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.spi.Chunk;
import io.quorate.engine.spi.StateMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.SpawnProtocol;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How to embed a replica. The README shows parts of this file, word for word. */
@RealProcesses
@DisplayNameGeneration(ReplaceUnderscores.class)
final class EmbeddingTest {

  private static final int REPLICAS = 4;
  private static final long PATIENCE_SECONDS = 60;

  @TempDir Path folder;
  private final List<QuorateNode> nodes = new ArrayList<>();
  private final List<ActorSystem<?>> systems = new ArrayList<>();

  /** An account that refuses to be overdrawn. Operations are signed amounts, as text. */
  public static final class Account implements StateMachine {

    private long balance;

    @Override
    public Bytes execute(Bytes operation, Moment moment) {
      try {
        long after = Math.addExact(balance, Long.parseLong(operation.asUtf8()));
        if (after < 0) {
          return Bytes.utf8("refused: the balance is " + balance);
        }
        balance = after;
        return Bytes.utf8("balance " + balance);
      } catch (ArithmeticException | NumberFormatException e) {
        return Bytes.utf8("refused: not an amount");
      }
    }

    @Override
    public List<Chunk> chunks() {
      return List.of(Chunk.of(Bytes.utf8(Long.toString(balance))));
    }

    @Override
    public void restore(List<Bytes> chunks) {
      balance = Long.parseLong(chunks.get(0).asUtf8());
    }
  }

  static CompletionStage<Reply> ask(QuorateNode node, String operation) {
    return AskPattern.<BftClient.Command, Reply>askWithStatus(
        node.client(),
        replyTo -> new BftClient.Submit(Bytes.utf8(operation), replyTo),
        Duration.ofSeconds(15),
        node.system().scheduler());
  }

  @Test
  void four_replicas_in_one_process_keep_an_account_and_forget_nothing() throws Exception {
    var cluster = found();
    for (int i = 0; i < REPLICAS - 1; i++) {
      nodes.add(QuorateNode.start(cluster.resolve("replica-" + i), new Account()));
    }
    nodes.add(startInOwnSystem(cluster.resolve("replica-3")));

    assertThat(answer(nodes.get(0), "100")).isEqualTo("balance 100");
    assertThat(answer(nodes.get(3), "-30")).isEqualTo("balance 70");
    assertThat(answer(nodes.get(1), "-71")).isEqualTo("refused: the balance is 70");
    assertThat(answer(nodes.get(2), "all of it")).isEqualTo("refused: not an amount");

    stop(nodes.remove(3));
    assertThat(answer(nodes.get(0), "5")).isEqualTo("balance 75");

    stopAll();
    for (int i = 0; i < REPLICAS; i++) {
      nodes.add(QuorateNode.start(cluster.resolve("replica-" + i), new Account()));
    }
    assertThat(answer(nodes.get(3), "1")).isEqualTo("balance 76");
  }

  private QuorateNode startInOwnSystem(Path directory) {
    var system =
        ActorSystem.create(
            SpawnProtocol.create(), QuorateNode.SYSTEM, QuorateNode.setup(directory));
    systems.add(system);
    return QuorateNode.start(system, directory, new Account());
  }

  /** The first answer after a start may take as long as the group needs to find together. */
  private static String answer(QuorateNode node, String operation) throws Exception {
    var reply = ask(node, operation).toCompletableFuture();
    return reply.get(PATIENCE_SECONDS, TimeUnit.SECONDS).result().asUtf8();
  }

  /** What {@code ./quorate init} does, with small journals. */
  private Path found() throws IOException {
    var cluster = folder.resolve("cluster");
    int base = FreePorts.inARow(2 * REPLICAS);
    var arguments =
        List.of(
            "init",
            "--dir",
            cluster.toString(),
            "--base-port",
            Integer.toString(base),
            "--http-port",
            Integer.toString(base + REPLICAS));
    assertThat(QuorateCommand.quietly(arguments)).isZero();
    for (int i = 0; i < REPLICAS; i++) {
      Files.writeString(
          cluster.resolve("replica-" + i).resolve("application.conf"),
          "quorate.persistence.append.journal.segment-size = 4 MiB\n",
          StandardOpenOption.APPEND);
    }
    return cluster;
  }

  private static void stop(QuorateNode node) throws Exception {
    node.stop().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @AfterEach
  void stopAll() throws Exception {
    for (var node : nodes) {
      stop(node);
    }
    nodes.clear();
    for (var system : systems) {
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
    systems.clear();
  }
}
