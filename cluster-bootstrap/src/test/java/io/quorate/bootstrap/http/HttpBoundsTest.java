package io.quorate.bootstrap.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quorate.bootstrap.fake.LoneReplica;
import io.quorate.bootstrap.http.HttpInterface.Application;
import io.quorate.bootstrap.http.HttpInterface.Served;
import io.quorate.bootstrap.kv.KeyValueStore;
import io.quorate.bootstrap.metrics.NodeMetrics;
import io.quorate.engine.client.Reply;
import io.quorate.engine.model.Bytes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** What callers together can make one gateway hold. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HttpBoundsTest {

  private static final int CONNECTIONS = 16;
  private static final int LARGE = 1 << 20;

  private final LoneReplica.Access replica = new LoneReplica.Access(new KeyValueStore(), 0);
  private final ConcurrentLinkedQueue<Asked> asked = new ConcurrentLinkedQueue<>();
  private final List<RawCaller> callers = new ArrayList<>();
  private final HttpInterface server =
      HttpInterface.start(
          new HttpSettings(
              "127.0.0.1",
              0,
              Duration.ofSeconds(5),
              64,
              8 << 20,
              CONNECTIONS,
              Duration.ofSeconds(60)),
          new Served(replica.started(), Founding.GENESIS, Application.KEY_VALUE),
          new NodeMetrics());

  private record Asked(Bytes operation, CompletableFuture<Reply> answer) {}

  @AfterEach
  void stop() throws IOException {
    for (var caller : callers) {
      caller.close();
    }
    server.stop().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  private RawCaller caller() throws IOException {
    var caller = new RawCaller(server.port());
    callers.add(caller);
    return caller;
  }

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n";
  }

  private static String put(String key, int length) {
    return "PUT /kv/%s HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n".formatted(key, length)
        + "v".repeat(length);
  }

  private CompletionStage<Reply> keep(Bytes operation) {
    var answer = new CompletableFuture<Reply>();
    asked.add(new Asked(operation, answer));
    return answer;
  }

  private void answerAll() {
    replica.answering(operation -> CompletableFuture.completedStage(replica.executed(operation)));
    asked.forEach(ask -> ask.answer().complete(replica.executed(ask.operation())));
  }

  @Test
  void connections_that_do_nothing_make_room_for_others() throws IOException {
    var first = caller();
    for (int i = 0; i < 10 * CONNECTIONS; i++) {
      var next = caller();
      if (i % 3 == 0) {
        next.say("GET /health");
      }
    }
    assertThat(first.isEnded()).isTrue();
    assertThat(caller().say(get("/health/live")).hear().status()).isEqualTo(200);
    assertThat(caller().say(put("k", 10)).hear().status()).isEqualTo(200);
  }

  @Test
  void health_is_answered_while_every_connection_waits_for_the_group() throws IOException {
    replica.answering(this::keep);
    for (int i = 0; i < CONNECTIONS; i++) {
      caller().say(put("k" + i, 10));
    }
    await().until(() -> asked.size() == CONNECTIONS);
    for (var path : new String[] {"/health/live", "/health/ready", "/status", "/metrics"}) {
      assertThat(caller().say(get(path)).hear().status()).as(path).isEqualTo(200);
    }
    var refused = caller().say(put("k", 10)).hear();
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.header("Retry-After")).isEqualTo("1");
  }

  @Test
  void bodies_that_do_not_fit_are_refused_within_a_second() throws IOException {
    replica.answering(this::keep);
    for (int i = 0; i < 3; i++) {
      caller().say(put("k" + i, LARGE));
    }
    await().until(() -> asked.size() == 3);
    var started = System.nanoTime();
    var refused = caller().say(put("k", LARGE)).hear();
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.header("Retry-After")).isEqualTo("1");
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(1));
    assertThat(caller().say(get("/health/live")).hear().status()).isEqualTo(200);
  }

  @Test
  void who_waits_for_room_gets_it_when_there_is() throws IOException {
    replica.answering(this::keep);
    for (int i = 0; i < 3; i++) {
      caller().say(put("k" + i, LARGE));
    }
    await().until(() -> asked.size() == 3);
    var waiting = caller().say(put("k", LARGE));
    answerAll();
    assertThat(waiting.hear().status()).isEqualTo(200);
  }

  @Test
  void many_readers_of_a_large_value_share_it() throws IOException {
    caller().say(put("large", LARGE)).hear();
    replica.answering(this::keep);
    var readers = new ArrayList<RawCaller>();
    for (int i = 0; i < CONNECTIONS - 1; i++) {
      readers.add(caller().say(get("/kv/large")));
    }
    await().until(() -> asked.size() == 1 && waiting() == 1);
    answerAll();
    for (var reader : readers) {
      var heard = reader.hear();
      assertThat(heard.status()).isEqualTo(200);
      assertThat(heard.body()).hasSize(LARGE);
    }
  }

  private double waiting() throws IOException {
    var metrics = caller().say(get("/metrics")).hear().body();
    return metrics
        .lines()
        .filter(line -> line.startsWith("quorate_http_waiting "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
        .findFirst()
        .orElseThrow();
  }
}
