package io.quorate.bootstrap.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bootstrap.fake.LoneReplica;
import io.quorate.bootstrap.http.HttpInterface.Application;
import io.quorate.bootstrap.http.HttpInterface.Served;
import io.quorate.bootstrap.kv.KeyValueStore;
import io.quorate.bootstrap.metrics.NodeMetrics;
import io.quorate.engine.client.Reply;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.SequenceNumber;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** HTTP/1 as its callers write it, well or badly. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HttpProtocolTest {

  private static final String HOST = "Host: h\r\n";

  private final LoneReplica.Access replica = new LoneReplica.Access(new KeyValueStore(), 0);
  private final HttpInterface server =
      HttpInterface.start(
          new HttpSettings(
              "127.0.0.1", 0, Duration.ofSeconds(5), 64, 8 << 20, 64, Duration.ofSeconds(60)),
          new Served(replica.started(), Founding.GENESIS, Application.KEY_VALUE),
          new NodeMetrics());

  @AfterEach
  void stop() {
    server.stop().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  private RawCaller caller() throws IOException {
    return new RawCaller(server.port());
  }

  private static String put(String key, String value) {
    return "PUT /kv/%s HTTP/1.1\r\n%sContent-Length: %d\r\n\r\n%s"
        .formatted(key, HOST, value.length(), value);
  }

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\n" + HOST + "\r\n";
  }

  @Test
  void a_connection_takes_a_request_after_the_other() throws IOException {
    try (var caller = caller()) {
      assertThat(caller.say(put("a", "1")).hear().status()).isEqualTo(200);
      assertThat(caller.say(get("/kv/a")).hear().body()).isEqualTo("1");
      assertThat(caller.say(get("/nothing")).hear().status()).isEqualTo(404);
      assertThat(caller.say(get("/kv/a")).hear().body()).isEqualTo("1");
      var last = "GET /kv/a HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n";
      assertThat(caller.say(last).hear().header("Connection")).isEqualTo("close");
      assertThat(caller.isEnded()).isTrue();
    }
  }

  @Test
  void requests_sent_ahead_are_answered_in_turn() throws IOException {
    try (var caller = caller()) {
      var all = new StringBuilder();
      for (int i = 0; i < 1_000; i++) {
        all.append(put("k" + i, "v" + i)).append(get("/kv/k" + i)).append(get("/none"));
      }
      caller.say(all.toString());
      for (int i = 0; i < 1_000; i++) {
        assertThat(caller.hear().status()).isEqualTo(200);
        assertThat(caller.hear().body()).isEqualTo("v" + i);
        assertThat(caller.hear().status()).isEqualTo(404);
      }
    }
  }

  @Test
  void a_body_may_come_in_chunks_however_small() throws IOException {
    try (var caller = caller()) {
      caller.say("PUT /kv/c HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n");
      caller.say("1\r\nx\r\n".repeat(20_000) + "0\r\n\r\n");
      assertThat(caller.hear().status()).isEqualTo(200);
      assertThat(caller.say(get("/kv/c")).hear().body()).isEqualTo("x".repeat(20_000));
    }
  }

  @Test
  void who_asks_whether_to_go_on_is_told() throws IOException {
    var expecting = "PUT /kv/%s HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n";
    try (var caller = caller()) {
      caller.say(expecting.formatted("e") + "Content-Length: 2\r\n\r\n");
      assertThat(caller.hear().status()).isEqualTo(100);
      assertThat(caller.say("ok").hear().status()).isEqualTo(200);
      assertThat(caller.say(get("/kv/e")).hear().body()).isEqualTo("ok");
      caller.say(expecting.formatted("e") + "Content-Length: 1048577\r\n\r\n");
      assertThat(caller.hear().status()).isEqualTo(413);
    }
  }

  @Test
  void a_head_is_answered_as_a_get_is_without_the_body() throws IOException {
    try (var caller = caller()) {
      caller.say(put("h", "four")).hear();
      for (var path :
          new String[] {
            "/kv/h", "/kv/h?stale=true", "/status", "/health/live", "/health/ready", "/metrics"
          }) {
        var head = caller.say("HEAD " + path + " HTTP/1.1\r\n" + HOST + "\r\n").hear(false);
        assertThat(head.status()).as(path).isEqualTo(200);
        assertThat(Integer.parseInt(head.header("Content-Length"))).isPositive();
      }
      var none = caller.say("HEAD /kv/none HTTP/1.1\r\n" + HOST + "\r\n").hear(false);
      assertThat(none.status()).isEqualTo(404);
      assertThat(caller.say(get("/kv/h")).hear().body()).isEqualTo("four");
    }
  }

  @Test
  void the_old_version_needs_no_host_and_ends_its_connection() throws IOException {
    for (var path : new String[] {"/health/ready", "/kv/none", "/status"}) {
      try (var caller = caller()) {
        var heard = caller.say("GET " + path + " HTTP/1.0\r\n\r\n").hear();
        assertThat(heard.status()).isIn(200, 404);
        assertThat(heard.header("Connection")).isEqualTo("close");
        assertThat(caller.isEnded()).isTrue();
      }
    }
    try (var caller = caller()) {
      var keep = "GET /health/live HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
      assertThat(caller.say(keep).hear().header("Connection")).isEqualTo("keep-alive");
      assertThat(caller.say(keep).hear().status()).isEqualTo(200);
    }
  }

  @Test
  void what_is_malformed_is_told_as_json_with_what_and_where() throws IOException {
    var cases =
        Map.ofEntries(
            Map.entry("nonsense\r\n\r\n", "400 the request line"),
            Map.entry("GET\r\n\r\n", "400 the request line"),
            Map.entry("GET /kv/a\r\n\r\n", "400 the request line"),
            Map.entry("GET /kv/a HTTP/9\r\n\r\n", "400 the request line"),
            Map.entry("GET /kv/a b HTTP/1.1\r\n" + HOST + "\r\n", "400 the request line"),
            Map.entry("GET /kv/a HTTP/2.0\r\n" + HOST + "\r\n", "505 the request line"),
            Map.entry("GET /kv/" + "a".repeat(20_000) + " HTTP/1.1\r\n\r\n", "413 the request"),
            Map.entry(get("kv/a"), "400 the path"),
            Map.entry(get("*"), "400 the path"),
            Map.entry(get("/kv/%zz"), "400 the path"),
            Map.entry(get("/kv/%4"), "400 the path"),
            Map.entry(get("/kv/\u00e4"), "400 the path"),
            Map.entry(get("/kv/a#b"), "400 the path"),
            Map.entry(get("/kv/"), "400 the path"),
            Map.entry("GET /kv/a HTTP/1.1\r\n\r\n", "400 the headers"),
            Map.entry("GET /kv/a HTTP/1.1\r\n" + HOST + HOST + "\r\n", "400 the headers"),
            Map.entry("GET /kv/a HTTP/1.1\r\n" + HOST + "no colon\r\n\r\n", "400 the headers"),
            Map.entry("GET /kv/a HTTP/1.1\r\n" + HOST + "a b: c\r\n\r\n", "400 the headers"),
            Map.entry("GET /kv/a HTTP/1.1\r\n" + HOST + "a: \u0000\r\n\r\n", "400 the headers"),
            Map.entry("GET /kv/a HTTP/1.1\r\n" + HOST + ": c\r\n\r\n", "400 the headers"),
            Map.entry(
                "GET /kv/a HTTP/1.1\r\n" + HOST + "a: " + "b".repeat(20_000) + "\r\n\r\n",
                "431 the headers"),
            Map.entry(
                "PUT /kv/a HTTP/1.1\r\n" + HOST + "Content-Length: x\r\n\r\n", "400 the headers"),
            Map.entry(
                "PUT /kv/a HTTP/1.1\r\n" + HOST + "Content-Length: -1\r\n\r\n", "400 the headers"),
            Map.entry(
                "PUT /kv/a HTTP/1.1\r\n"
                    + HOST
                    + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "400 the headers"),
            Map.entry(
                "PUT /kv/a HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
                "400 the body"),
            Map.entry(
                "PUT /kv/a HTTP/1.1\r\n" + HOST + "Expect: wonders\r\n\r\n", "417 the headers"));
    for (var each : cases.entrySet()) {
      try (var caller = caller()) {
        var heard = caller.say(each.getKey()).hear();
        assertThat(heard.status() + " " + heard.body())
            .as(each.getKey())
            .startsWith(each.getValue().substring(0, 4) + "{\"error\":\"")
            .contains(each.getValue().substring(4))
            .doesNotContain("Exception");
        assertThat(heard.header("Content-Type")).isEqualTo("application/json");
      }
    }
  }

  @Test
  void only_known_parameters_are_taken_below_kv() throws IOException {
    try (var caller = caller()) {
      caller.say(put("q", "v")).hear();
      for (var known : new String[] {"", "?", "?stale=true", "?stale=false"}) {
        assertThat(caller.say(get("/kv/q" + known)).hear().status()).isEqualTo(200);
      }
      for (var unknown :
          new String[] {
            "?stale=yes", "?stale", "?foo", "?stale=true&foo=1", "?stale=true&stale="
          }) {
        var heard = caller.say(get("/kv/q" + unknown)).hear();
        assertThat(heard.status()).as(unknown).isEqualTo(400);
        assertThat(heard.body()).contains("stale=true");
      }
      var delete = caller.say("DELETE /kv/q?stale=true HTTP/1.1\r\n" + HOST + "\r\n").hear();
      assertThat(delete.status()).isEqualTo(400);
      for (var probed : new String[] {"/health/live?a", "/health/ready?b=c", "/metrics?x=1"}) {
        assertThat(caller.say(get(probed)).hear().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void what_is_refused_early_leaves_the_connection_usable() throws IOException {
    try (var caller = caller()) {
      caller.say("PUT /kv/a HTTP/1.1\r\n" + HOST + "Content-Length: 1048577\r\n\r\n");
      assertThat(caller.hear().status()).isEqualTo(413);
      caller.say("x".repeat(1_048_577));
      assertThat(caller.say(put("a", "1")).hear().status()).isEqualTo(200);
    }
  }

  @Test
  void what_is_under_way_is_answered_before_the_end() throws Exception {
    var asked = new CompletableFuture<Bytes>();
    var answer = new CompletableFuture<Reply>();
    replica.answering(
        operation -> {
          asked.complete(operation);
          return answer;
        });
    try (var busy = caller();
        var idle = caller()) {
      assertThat(idle.say(get("/health/live")).hear().status()).isEqualTo(200);
      busy.say(put("a", "1"));
      asked.get(5, TimeUnit.SECONDS);
      var stopped = server.stop();
      assertThat(idle.isEnded()).isTrue();
      var written = new KeyValueStore().execute(asked.get(), null);
      answer.complete(new Reply(new SequenceNumber(7), written));
      var heard = busy.hear();
      assertThat(heard.status()).isEqualTo(200);
      assertThat(heard.header("Connection")).isEqualTo("close");
      assertThat(busy.isEnded()).isTrue();
      stopped.toCompletableFuture().get(5, TimeUnit.SECONDS);
    }
  }
}
