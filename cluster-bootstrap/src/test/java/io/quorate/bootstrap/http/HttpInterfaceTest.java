package io.quorate.bootstrap.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bootstrap.fake.LoneReplica;
import io.quorate.bootstrap.http.HttpInterface.Application;
import io.quorate.bootstrap.http.HttpInterface.Served;
import io.quorate.bootstrap.kv.EchoMachine;
import io.quorate.bootstrap.kv.KeyValueStore;
import io.quorate.bootstrap.metrics.NodeMetrics;
import io.quorate.engine.client.Reply;
import io.quorate.engine.client.RequestFailed;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.spi.StateMachine;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HttpInterfaceTest {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String CONTENT = "red \u0000\u00ff";

  private final LoneReplica.Access replica = new LoneReplica.Access(new KeyValueStore(), 0);
  private final HttpInterface server = serve(replica, Application.KEY_VALUE);

  private static HttpInterface serve(LoneReplica.Access replica, Application application) {
    return serve("127.0.0.1", replica, application);
  }

  private static HttpInterface serve(
      String host, LoneReplica.Access replica, Application application) {
    var settings =
        new HttpSettings(host, 0, Duration.ofMillis(300), 4, 8 << 20, 64, Duration.ofSeconds(60));
    var served = new Served(replica.started(), Founding.GENESIS, application);
    return HttpInterface.start(settings, served, new NodeMetrics());
  }

  @AfterEach
  void unbind() {
    server.stop();
  }

  @Test
  void what_is_put_is_got_with_its_place_and_version() throws Exception {
    var put = send("PUT", "/kv/colour", CONTENT);
    assertThat(put.statusCode()).isEqualTo(200);
    assertThat(put.body()).isEqualToIgnoringWhitespace("{\"sequence\":1,\"version\":1}");
    assertThat(put.headers().firstValue("X-Request-Id").orElseThrow()).hasSize(32);
    var get = send("GET", "/kv/colour", "");
    assertThat(get.statusCode()).isEqualTo(200);
    assertThat(get.body()).isEqualTo(CONTENT);
    assertThat(get.headers().firstValue("X-Sequence")).contains("2");
    assertThat(get.headers().firstValue("X-Version")).contains("1");
    assertThat(send("GET", "/kv/colour?stale=true", "").body()).isEqualTo(CONTENT);
  }

  @Test
  void what_is_not_there_is_404_until_it_is_put() throws Exception {
    assertThat(send("GET", "/kv/colour", "").statusCode()).isEqualTo(404);
    assertThat(send("DELETE", "/kv/colour", "").statusCode()).isEqualTo(404);
    send("PUT", "/kv/colour", "red");
    assertThat(send("DELETE", "/kv/colour", "").statusCode()).isEqualTo(200);
    assertThat(send("GET", "/kv/colour", "").statusCode()).isEqualTo(404);
  }

  @Test
  void a_key_is_octets_whatever_they_are() throws Exception {
    assertThat(send("PUT", "/kv/a%2Fb%00%FF", "one").statusCode()).isEqualTo(200);
    assertThat(send("GET", "/kv/a%2fb%00%ff", "").body()).isEqualTo("one");
    assertThat(send("GET", "/kv/a%2Fb%00%FE", "").statusCode()).isEqualTo(404);
  }

  @Test
  void a_swap_answers_with_what_is_there() throws Exception {
    var first = send("POST", "/kv/colour/cas", "{\"expected\":null,\"new\":\"cmVk\"}");
    assertThat(first.body())
        .isEqualToIgnoringWhitespace(
            "{\"swapped\":true,\"sequence\":1,\"version\":1,\"current\":\"cmVk\"}");
    var second = send("POST", "/kv/colour/cas", "{\"expected\":\"Ymx1ZQ==\",\"new\":\"\"}");
    assertThat(second.body()).contains("\"swapped\":false").contains("\"current\":\"cmVk\"");
  }

  @Test
  void a_repeated_write_is_done_once() throws Exception {
    var first = send("PUT", "/kv/colour", "red", "X-Request-Id", "mine");
    send("PUT", "/kv/colour", "blue");
    var again = send("PUT", "/kv/colour", "red", "X-Request-Id", "mine");
    assertThat(again.body()).contains("\"version\":1");
    assertThat(first.headers().firstValue("X-Request-Id")).contains("mine");
    assertThat(send("GET", "/kv/colour", "").body()).isEqualTo("blue");
  }

  @Test
  void one_name_for_two_requests_is_422_and_the_second_is_not_done() throws Exception {
    send("PUT", "/kv/colour", "red", "X-Request-Id", "mine");
    var swap = "{\"expected\":\"cmVk\",\"new\":\"\"}";
    assertThat(send("PUT", "/kv/colour", "blue", "X-Request-Id", "mine").statusCode())
        .isEqualTo(422);
    assertThat(send("PUT", "/kv/other", "red", "X-Request-Id", "mine").statusCode()).isEqualTo(422);
    assertThat(send("DELETE", "/kv/colour", "", "X-Request-Id", "mine").statusCode())
        .isEqualTo(422);
    assertThat(send("POST", "/kv/colour/cas", swap, "X-Request-Id", "mine").body())
        .contains("X-Request-Id was used for another request");
    assertThat(send("GET", "/kv/colour", "").body()).isEqualTo("red");
  }

  @Test
  void bounds_hold_at_the_octet() throws Exception {
    assertThat(send("PUT", "/kv/" + "k".repeat(1_024), "v").statusCode()).isEqualTo(200);
    assertThat(send("PUT", "/kv/" + "k".repeat(1_025), "v").statusCode()).isEqualTo(413);
    assertThat(send("GET", "/kv/" + "%6b".repeat(1_025), "").statusCode()).isEqualTo(413);
    assertThat(send("PUT", "/kv/v", "v".repeat(1 << 20)).statusCode()).isEqualTo(200);
    assertThat(send("PUT", "/kv/v", "v".repeat((1 << 20) + 1)).statusCode()).isEqualTo(413);
    assertThat(send("PUT", "/kv/v", "v".repeat(5 << 20)).statusCode()).isEqualTo(413);
    var chunked = BodyPublishers.fromPublisher(BodyPublishers.ofString("v".repeat((1 << 20) + 1)));
    assertThat(send("PUT", "/kv/v", chunked).statusCode()).isEqualTo(413);
  }

  @Test
  void nonsense_is_400_or_404_or_405_with_a_reason() throws Exception {
    for (var body :
        new String[] {
          "",
          "[]",
          "{",
          "{\"new\":\"\"}",
          "{\"expected\":1,\"new\":\"\"}",
          "{\"expected\":null,\"new\":\"%\"}",
          "{\"expected\":null,\"new\":\"\"} x"
        }) {
      var answer = send("POST", "/kv/colour/cas", body);
      assertThat(answer.statusCode()).as(body).isEqualTo(400);
      assertThat(answer.body()).contains("error").doesNotContain("Exception");
    }
    assertThat(send("PUT", "/kv/", "v").statusCode()).isEqualTo(400);
    assertThat(send("PUT", "/kv/k", "v", "X-Request-Id", "a b").statusCode()).isEqualTo(400);
    assertThat(send("GET", "/nothing", "").statusCode()).isEqualTo(404);
    var patch = send("PATCH", "/kv/k", "v");
    assertThat(patch.statusCode()).isEqualTo(405);
    assertThat(patch.headers().firstValue("Allow")).isPresent();
    assertThat(send("POST", "/status", "v").statusCode()).isEqualTo(405);
  }

  @Test
  void a_bare_percent_sign_is_answered_too() throws Exception {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      var request = "GET /kv/%zz HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      var answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
      assertThat(answer).startsWith("HTTP/1.1 400 ");
    }
  }

  @Test
  void what_surely_did_not_happen_is_503_with_a_time_to_retry() throws Exception {
    replica.answering(
        operation ->
            CompletableFuture.failedStage(
                new RequestFailed.NotExecuted("no quorum", Duration.ofMillis(1_500))));
    var answer = send("PUT", "/kv/k", "v");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("2");
  }

  @Test
  void what_may_have_happened_is_504_with_its_name() throws Exception {
    replica.answering(
        operation ->
            CompletableFuture.failedStage(new RequestFailed.Indeterminate("no quorum in time")));
    var answer = send("PUT", "/kv/k", "v", "X-Request-Id", "mine");
    assertThat(answer.statusCode()).isEqualTo(504);
    assertThat(answer.body()).contains("\"indeterminate\":true").contains("\"requestId\":\"mine\"");
    replica.answering(operation -> new CompletableFuture<>());
    assertThat(send("PUT", "/kv/k", "v").statusCode()).isEqualTo(504);
  }

  @Test
  void our_own_fault_is_500_and_says_nothing_of_it() throws Exception {
    replica.answering(
        operation -> CompletableFuture.failedStage(new IllegalStateException("secret")));
    var answer = send("PUT", "/kv/k", "v");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).doesNotContain("secret").doesNotContain("Exception");
  }

  @Test
  void an_application_that_failed_is_500_for_that_request() throws Exception {
    replica.answering(
        operation ->
            CompletableFuture.completedStage(new Reply(SequenceNumber.ZERO, StateMachine.FAILED)));
    var answer = send("PUT", "/kv/k", "v");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).contains("the application failed");
  }

  @Test
  void too_many_at_once_are_told_to_come_back() throws Exception {
    replica.answering(operation -> new CompletableFuture<>());
    var request = request("PUT", "/kv/k", BodyPublishers.ofString("v"));
    var answers =
        IntStream.range(0, 12)
            .mapToObj(i -> CLIENT.sendAsync(request, BodyHandlers.discarding()))
            .toList();
    assertThat(answers.stream().map(answer -> answer.join().statusCode()))
        .contains(503, 504)
        .containsOnly(503, 504);
  }

  @Test
  void status_health_and_metrics_are_answered() throws Exception {
    var status = send("GET", "/status", "");
    assertThat(status.statusCode()).isEqualTo(200);
    assertThat(status.body()).contains("\"replica\":0").contains("\"stuck\":null");
    assertThat(send("GET", "/health/live", "").statusCode()).isEqualTo(200);
    assertThat(send("GET", "/health/ready", "").statusCode()).isEqualTo(200);
    assertThat(send("GET", "/metrics", "").body())
        .contains("# TYPE quorate_http_requests_total counter")
        .contains("quorate_http_requests_total{code=\"200\",route=\"/status\"} 1.0");
    replica.mode("view-changing");
    assertThat(send("GET", "/health/ready", "").statusCode()).isEqualTo(503);
    assertThat(send("GET", "/status", "").body()).contains("\"waitingFor\":[1,2]");
  }

  @Test
  void a_hand_over_is_asked_for_the_view_in_force() throws Exception {
    assertThat(send("GET", "/hand-over", "").statusCode()).isEqualTo(405);
    assertThat(send("POST", "/hand-over?view=1", "").statusCode()).isEqualTo(409);
    assertThat(send("POST", "/hand-over?view=x", "").statusCode()).isEqualTo(400);
    var asked = send("POST", "/hand-over?view=0", "");
    assertThat(asked.statusCode()).isEqualTo(202);
    assertThat(asked.body()).isEqualToIgnoringWhitespace("{\"view\":0}");
    assertThat(send("GET", "/status", "").body()).contains("\"view\":1,\"primary\":1");
    assertThat(send("POST", "/hand-over?view=0", "").statusCode()).isEqualTo(409);
    assertThat(send("POST", "/hand-over", "").statusCode()).isEqualTo(202);
    replica.mode("learning");
    assertThat(send("POST", "/hand-over", "").statusCode()).isEqualTo(409);
  }

  @Test
  void a_hand_over_is_not_taken_from_afar_or_from_a_page() throws Exception {
    var page = send("POST", "/hand-over", "", "Origin", "http://example.org");
    assertThat(page.statusCode()).isEqualTo(403);
    var open = serve("0.0.0.0", replica, Application.KEY_VALUE);
    var uri = URI.create("http://127.0.0.1:" + open.port() + "/hand-over");
    var request = HttpRequest.newBuilder(uri).POST(BodyPublishers.noBody()).build();
    assertThat(CLIENT.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
    assertThat(send("GET", "/status", "").body()).contains("\"view\":0");
    open.stop();
  }

  @Test
  void another_application_is_asked_nothing_and_that_is_said() throws Exception {
    var asked = new AtomicInteger();
    var other = new LoneReplica.Access(new EchoMachine(), 0);
    other.answering(
        operation -> {
          asked.incrementAndGet();
          return new CompletableFuture<>();
        });
    var echo = serve(other, Application.OTHER);
    for (var method : List.of("GET", "PUT", "DELETE")) {
      var uri = URI.create("http://127.0.0.1:" + echo.port() + "/kv/k?stale=true");
      var request = HttpRequest.newBuilder(uri).method(method, BodyPublishers.ofString("v"));
      var answer = CLIENT.send(request.build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(method).isEqualTo(501);
      assertThat(answer.body()).contains("does not run the key-value store");
    }
    assertThat(asked).hasValue(0);
    echo.stop();
  }

  private HttpResponse<String> send(String method, String path, String body, String... headers)
      throws Exception {
    var publisher = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    return send(method, path, publisher, headers);
  }

  private HttpResponse<String> send(
      String method, String path, BodyPublisher body, String... headers) throws Exception {
    return CLIENT.send(request(method, path, body, headers), BodyHandlers.ofString());
  }

  private HttpRequest request(String method, String path, BodyPublisher body, String... headers) {
    var uri = URI.create("http://127.0.0.1:" + server.port() + path);
    var builder = HttpRequest.newBuilder(uri).method(method, body);
    return (headers.length == 0 ? builder : builder.headers(headers)).build();
  }
}
