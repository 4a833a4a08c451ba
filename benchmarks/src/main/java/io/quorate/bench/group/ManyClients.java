package io.quorate.bench.group;

import io.quorate.bench.process.MeasuredProcess;
import io.quorate.bootstrap.access.ClientAccess;
import io.quorate.bootstrap.assembly.ClientAssembly;
import io.quorate.bootstrap.cli.group.CommandFailure;
import io.quorate.engine.client.Reply;
import io.quorate.engine.client.RequestFailed.NotExecuted;
import io.quorate.engine.model.Bytes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** A group, asked by many clients with a key each, which have one request in flight at most. */
public final class ManyClients implements Subject, ClientAccess.Connection {

  /** Clients that connect at once: handshakes are dear, and a replica takes so many at a time. */
  private static final int AT_ONCE = 16;

  private static final int PATIENCE_SECONDS = 60;
  private static final Duration RETRY = Duration.ofMillis(1);

  private final OwnGroup group;
  private final List<ClientAccess.Connection> clients;
  private final Queue<ClientAccess.Connection> free = new ConcurrentLinkedQueue<>();

  private ManyClients(OwnGroup group, List<ClientAccess.Connection> clients) {
    this.group = group;
    this.clients = clients;
  }

  /**
   * Connects them, a few at a time, and returns when each was answered once.
   *
   * @param group which knows as many clients
   */
  public static ManyClients of(OwnGroup group, int count) throws IOException {
    var clients = new ClientAssembly().connectAll(group.root(), count);
    var many = new ManyClients(group, clients);
    try {
      for (int i = 0; i < count; i += AT_ONCE) {
        many.await(clients.subList(i, Math.min(count, i + AT_ONCE)));
      }
      return many;
    } catch (CompletionException e) {
      many.close();
      throw CommandFailure.failed("a client was not answered at first: " + e.getCause());
    }
  }

  private void await(List<ClientAccess.Connection> some) {
    var answers = some.stream().map(client -> client.ask(Bytes.EMPTY).toCompletableFuture());
    CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join();
    free.addAll(some);
  }

  /** By a client that has nothing in flight. */
  @Override
  public CompletionStage<Reply> ask(Bytes operation) {
    var client = free.poll();
    if (client == null) {
      return CompletableFuture.failedStage(new NotExecuted("all clients wait", RETRY));
    }
    return client.ask(operation).whenComplete((reply, failure) -> free.add(client));
  }

  @Override
  public String name() {
    return group.name() + ", " + clients.size() + " clients";
  }

  @Override
  public int replicas() {
    return group.replicas();
  }

  @Override
  public boolean isDurable() {
    return group.isDurable();
  }

  @Override
  public ClientAccess.Connection connection() {
    return this;
  }

  @Override
  public List<MeasuredProcess> processes() {
    return group.processes();
  }

  @Override
  public Map<String, List<ProcessHandle>> kinds() {
    return group.kinds();
  }

  /** Ends the clients, and not the group. */
  @Override
  public void close() {
    clients.forEach(ClientAccess.Connection::close);
  }
}
