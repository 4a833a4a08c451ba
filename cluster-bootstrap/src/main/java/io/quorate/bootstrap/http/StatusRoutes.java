package io.quorate.bootstrap.http;

import io.quorate.bootstrap.access.ReplicaAccess;
import io.quorate.bootstrap.access.ReplicaStatus;
import io.quorate.bootstrap.metrics.MetricsPage;
import io.quorate.bootstrap.metrics.NodeMetrics;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** What an operator and a supervisor ask: status, health, metrics. */
final class StatusRoutes {

  private static final long PATIENCE_MILLIS = 3_000;

  private final ReplicaAccess replica;
  private final NodeMetrics metrics;

  StatusRoutes(ReplicaAccess replica, NodeMetrics metrics) {
    this.replica = replica;
    this.metrics = metrics;
  }

  /** Does one of these routes answer this path? */
  static boolean knows(String path) {
    return switch (path) {
      case "/status", "/health/live", "/health/ready", "/metrics" -> true;
      default -> false;
    };
  }

  RequestPlan plan(RequestHead head) {
    if (!head.isRead()) {
      throw BadRequest.notAllowed("GET, HEAD");
    }
    return RequestPlan.always(() -> answer(head));
  }

  private CompletionStage<Answer> answer(RequestHead head) {
    return switch (head.target().path()) {
      case "/status" -> status(this::whole);
      case "/health/live" -> status(StatusRoutes::live);
      case "/health/ready" -> status(StatusRoutes::ready);
      default -> CompletableFuture.completedStage(metrics(head.header("Accept")));
    };
  }

  /** Whether the replica says so in time. */
  CompletionStage<Boolean> isReady() {
    return replica
        .status()
        .thenApply(ReplicaStatus::isReady)
        .toCompletableFuture()
        .orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
        .exceptionally(failure -> false);
  }

  private Answer whole(ReplicaStatus status) {
    var json = StatusJson.of(status);
    var registry = replica.registry();
    if (!registry.kind().isEmpty()) {
      json.set("registry", StatusJson.of(registry));
    }
    return Answers.json(200, json);
  }

  private CompletionStage<Answer> status(Function<ReplicaStatus, Answer> answer) {
    return replica
        .status()
        .thenApply(answer)
        .toCompletableFuture()
        .orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
        .exceptionally(failure -> Answers.unavailable("the replica does not answer", Answers.SOON));
  }

  /** A halted replica goes on only when it is started again. */
  private static Answer live(ReplicaStatus status) {
    boolean live = !status.mode().equals(ReplicaStatus.HALTED);
    var answer = Answers.object().put("live", live);
    return Answers.json(live ? 200 : 503, live ? answer : answer.put("why", why(status)));
  }

  private static Answer ready(ReplicaStatus status) {
    return status.isReady()
        ? Answers.json(200, Answers.object().put("ready", true))
        : Answers.unavailable("not ready: " + why(status), Answers.SOON);
  }

  private static String why(ReplicaStatus status) {
    return status.mode()
        + status.stuck().map(stuck -> ": " + stuck.hint()).orElse(", or too few peers");
  }

  private Answer metrics(String accept) {
    var page = MetricsPage.of(metrics, accept);
    return Answer.of(200, page.contentType(), page.text());
  }
}
