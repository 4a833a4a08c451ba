package io.quorate.bootstrap.http;

import io.quorate.bootstrap.access.ReplicaStarter.Started;
import io.quorate.bootstrap.metrics.NodeMetrics;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.SystemMaterializer;

/** The server: one port, one dispatch, an answer to everything. */
public final class HttpInterface {

  private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);

  /** Which application the group runs, as far as HTTP can ask it. */
  public enum Application {
    KEY_VALUE,
    OTHER
  }

  private final Optional<KeyValueRoutes> keyValue;
  private final StatusRoutes status;
  private final HandOverRoute handOver;
  private final NodeMetrics metrics;
  private final SystemMaterializer materializer;
  private ServerBinding binding;

  private HttpInterface(
      ActorSystem system,
      HttpSettings settings,
      Started engine,
      NodeMetrics metrics,
      Application application) {
    this.metrics = metrics;
    materializer = SystemMaterializer.get(system);
    var group = new Waiting(engine.replica(), settings);
    var bodies = new Bodies(materializer.materializer(), settings.maxBuffered());
    keyValue =
        application == Application.KEY_VALUE
            ? Optional.of(new KeyValueRoutes(group, engine.staleReads(), bodies))
            : Optional.empty();
    status = new StatusRoutes(engine.replica(), metrics);
    handOver = new HandOverRoute(engine.replica(), settings);
    metrics.gauge("quorate_http_waiting", "Requests that wait for the group.", group::count);
  }

  /**
   * Binds and answers from now on.
   *
   * @throws java.util.concurrent.CompletionException when it cannot bind
   */
  public static HttpInterface start(
      ActorSystem system,
      HttpSettings settings,
      Started engine,
      NodeMetrics metrics,
      Application application) {
    var server = new HttpInterface(system, settings, engine, metrics, application);
    server.binding =
        Http.get(system)
            .newServerAt(settings.host(), settings.port())
            .bind(server::answer)
            .toCompletableFuture()
            .join();
    return server;
  }

  public int port() {
    return binding.localAddress().getPort();
  }

  /** Accepts nothing more, gives answers under way a moment, and ends. */
  public CompletionStage<?> stop() {
    return binding.terminate(LAST_ANSWERS);
  }

  private CompletionStage<HttpResponse> answer(HttpRequest request) {
    long start = System.nanoTime();
    var target = Target.of(request);
    return dispatched(request, target)
        .exceptionally(failure -> Answers.failure(failure, ""))
        .thenApply(
            response -> {
              count(target, response, System.nanoTime() - start);
              return response;
            });
  }

  private CompletionStage<HttpResponse> dispatched(HttpRequest request, Target target) {
    try {
      boolean asksForKey = target.path().startsWith(KeyValueRoutes.PREFIX);
      if (asksForKey && keyValue.isPresent()) {
        return keyValue.get().answer(request, target);
      }
      request.discardEntityBytes(materializer.materializer());
      if (asksForKey) {
        return CompletableFuture.completedStage(Answers.error(501, KeyValueRoutes.NOT_HERE));
      }
      if (target.path().equals(HandOverRoute.PATH)) {
        return handOver.answer(request, target);
      }
      return StatusRoutes.knows(target.path())
          ? status.answer(request.method().value(), target.path())
          : CompletableFuture.completedStage(Answers.error(404, "nothing is here"));
    } catch (RuntimeException e) {
      request.discardEntityBytes(materializer.materializer());
      return CompletableFuture.failedFuture(e);
    }
  }

  private void count(Target target, HttpResponse response, long nanos) {
    var path = target.path();
    var route = path.startsWith(KeyValueRoutes.PREFIX) ? "/kv" : known(path) ? path : "other";
    var code = Integer.toString(response.status().intValue());
    metrics
        .counter("quorate_http_requests_total", "Requests answered.", "route", route, "code", code)
        .increment();
    metrics
        .timer("quorate_http_request_seconds", "Time to the answer.", "route", route)
        .record(nanos);
  }

  private static boolean known(String path) {
    return StatusRoutes.knows(path) || path.equals(HandOverRoute.PATH);
  }
}
