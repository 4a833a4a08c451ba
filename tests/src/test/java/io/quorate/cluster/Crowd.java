package io.quorate.cluster;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Many callers at once, each with a connection. One that is answered asks again; one that is
 * refused waits as long as it was told to. A few threads serve all.
 */
final class Crowd implements AutoCloseable {

  private static final int THREADS = 4;

  /** Longer than any answer may take, so that what is late is seen. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(PATIENCE)
          .executor(threads)
          .build();
  private final ConcurrentLinkedQueue<Answered> answers = new ConcurrentLinkedQueue<>();
  private final AtomicLong bytes = new AtomicLong();
  private final Phaser underWay = new Phaser(1);
  private volatile boolean stopped;

  /**
   * What one request came to.
   *
   * @param status of HTTP; 0 if the connection failed
   * @param retryAfter whether it says when to come again
   */
  record Answered(int status, Duration took, boolean retryAfter) {

    boolean isRefusal() {
      return status == 503 && retryAfter;
    }
  }

  private Crowd() {}

  /** So many read this key, through these in turn. */
  static Crowd reading(List<Gateway> gateways, int callers, String key) {
    return of(callers, i -> read(gateways.get(i % gateways.size()).address("/kv/" + key)));
  }

  /** So many write, each a key of its own, through these in turn. */
  static Crowd writing(List<Gateway> gateways, int callers, String key, byte[] value) {
    var body = BodyPublishers.ofByteArray(value);
    return of(callers, i -> put(gateways.get(i % gateways.size()).address("/kv/" + key + i), body));
  }

  private static Crowd of(int callers, IntFunction<HttpRequest> requests) {
    var crowd = new Crowd();
    IntStream.range(0, callers).mapToObj(requests).forEach(crowd::ask);
    return crowd;
  }

  private static HttpRequest read(URI address) {
    return HttpRequest.newBuilder(address).timeout(PATIENCE).build();
  }

  private static HttpRequest put(URI address, BodyPublisher body) {
    return HttpRequest.newBuilder(address).timeout(PATIENCE).PUT(body).build();
  }

  private void ask(HttpRequest request) {
    underWay.register();
    long begin = System.nanoTime();
    var body =
        BodyHandlers.ofByteArrayConsumer(
            part -> bytes.addAndGet(part.map(p -> p.length).orElse(0)));
    var unused =
        http.sendAsync(request, body)
            .whenComplete(
                (answer, failure) -> {
                  var took = Duration.ofNanos(System.nanoTime() - begin);
                  long again = failure == null ? retryAfter(answer) : 0;
                  answers.add(
                      new Answered(failure == null ? answer.statusCode() : 0, took, again > 0));
                  askAgain(request, failure == null ? again : 1);
                  underWay.arriveAndDeregister();
                });
  }

  private static long retryAfter(HttpResponse<Void> answer) {
    return answer.headers().firstValueAsLong("Retry-After").orElse(0);
  }

  private void askAgain(HttpRequest request, long seconds) {
    if (!stopped) {
      underWay.register();
      CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS, threads)
          .execute(
              () -> {
                if (!stopped) {
                  ask(request);
                }
                underWay.arriveAndDeregister();
              });
    }
  }

  /** What has been answered, or refused, since the beginning. */
  List<Answered> answers() {
    return List.copyOf(answers);
  }

  /** How many have been answered so far, other than refused. */
  long served() {
    return answers.stream().filter(each -> each.status() == 200).count();
  }

  /** How many answers had which status. */
  Map<Integer, Long> byStatus() {
    var count = new TreeMap<Integer, Long>();
    answers.forEach(each -> count.merge(each.status(), 1L, Long::sum));
    return count;
  }

  /** The longest that an answer of this status took. */
  Duration slowest(int status) {
    return answers.stream()
        .filter(each -> each.status() == status)
        .map(Answered::took)
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  /** Bytes of answers. */
  long received() {
    return bytes.get();
  }

  /** Nobody asks again, and what was asked is answered. */
  @Override
  public void close() {
    stopped = true;
    underWay.arriveAndAwaitAdvance();
    threads.shutdown();
  }
}
