package io.quorate.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/** One replica's HTTP interface. */
final class Gateway {

  private static final Duration CONNECTING = Duration.ofSeconds(2);
  private static final Duration ANSWERING = Duration.ofSeconds(25);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECTING)
          .build();
  private final URI base;

  Gateway(String address) {
    this.base = URI.create("http://" + address);
  }

  HttpResponse<String> put(String key, String value) throws IOException {
    return send(request("/kv/" + key).PUT(BodyPublishers.ofString(value)));
  }

  /** A write under a name of the caller's. */
  HttpResponse<String> put(String key, String value, String requestId) throws IOException {
    return send(
        request("/kv/" + key)
            .header("X-Request-Id", requestId)
            .PUT(BodyPublishers.ofString(value)));
  }

  /** Compare-and-set; {@code expected} is empty for a key that is not there. */
  HttpResponse<String> swap(String key, Optional<String> expected, String value)
      throws IOException {
    var body = JSON.createObjectNode();
    body.put("expected", expected.map(Gateway::base64).orElse(null));
    body.put("new", base64(value));
    return send(request("/kv/" + key + "/cas").POST(BodyPublishers.ofString(body.toString())));
  }

  private static String base64(String value) {
    return Base64.getEncoder().encodeToString(value.getBytes(UTF_8));
  }

  /** A value in an answer in JSON; empty if it is null. */
  static Optional<String> value(JsonNode base64) {
    return base64.isNull()
        ? Optional.empty()
        : Optional.of(new String(Base64.getDecoder().decode(base64.asText()), UTF_8));
  }

  HttpResponse<String> get(String key) throws IOException {
    return send(request("/kv/" + key));
  }

  HttpResponse<String> getStale(String key) throws IOException {
    return send(request("/kv/" + key + "?stale=true"));
  }

  /** True when the group executed it and said so. */
  boolean isWritten(String key, String value) {
    try {
      return put(key, value).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** What the replica says of itself; empty when it does not answer. */
  Optional<JsonNode> status() {
    try {
      var answer = send(request("/status").timeout(CONNECTING));
      return answer.statusCode() == 200 ? Optional.of(json(answer)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  HttpResponse<String> live() throws IOException {
    return send(request("/health/live"));
  }

  boolean is(String mode) {
    return status().filter(s -> s.path("mode").asText().equals(mode)).isPresent();
  }

  long executed() {
    return status().map(s -> s.path("executed").asLong()).orElse(-1L);
  }

  long view() {
    return status().map(s -> s.path("view").asLong()).orElse(-1L);
  }

  /** The sum of all series whose name and labels contain this; 0 if there is none. */
  double metric(String series) throws IOException {
    return send(request("/metrics"))
        .body()
        .lines()
        .filter(line -> !line.startsWith("#") && line.contains(series))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  static JsonNode json(HttpResponse<String> answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI address(String path) {
    return base.resolve(path);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(address(path)).timeout(ANSWERING);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
