package io.quorate.bootstrap.http;

import io.quorate.bootstrap.access.ReplicaAccess;
import io.quorate.bootstrap.access.ReplicaStatus;
import io.quorate.bootstrap.metrics.NodeMetrics;
import io.quorate.bootstrap.metrics.PrometheusText;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What an operator and a supervisor ask: status, health, metrics. */
final class StatusRoutes {

  private static final long PATIENCE_MILLIS = 3_000;
  private static final Duration RETRY = Duration.ofSeconds(1);

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

  CompletionStage<HttpResponse> answer(String method, String path) {
    if (!method.equals("GET")) {
      return CompletableFuture.completedStage(Answers.notAllowed("GET"));
    }
    return switch (path) {
      case "/status" -> status(s -> Answers.json(200, StatusJson.of(s)));
      case "/health/live" -> status(s -> Answers.json(200, Answers.object().put("live", true)));
      case "/health/ready" -> status(StatusRoutes::ready);
      default -> CompletableFuture.completedStage(metrics());
    };
  }

  private CompletionStage<HttpResponse> status(Function<ReplicaStatus, HttpResponse> answer) {
    return replica
        .status()
        .thenApply(answer)
        .toCompletableFuture()
        .orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
        .exceptionally(failure -> Answers.unavailable("the replica does not answer", RETRY));
  }

  private static HttpResponse ready(ReplicaStatus status) {
    return status.isReady()
        ? Answers.json(200, Answers.object().put("ready", true))
        : Answers.unavailable("not ready: " + status.mode() + ", or too few peers", RETRY);
  }

  private HttpResponse metrics() {
    var text = PrometheusText.of(metrics);
    return HttpResponse.create()
        .withEntity(HttpEntities.create(ContentTypes.TEXT_PLAIN_UTF8, text));
  }
}
