package io.quorate.bootstrap.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * An etcd server's own JSON gateway: API version 3 by HTTP, as etcd 3.4 and later serve it below
 * {@code /v3}. Keys and values are text. What a server answers is bounded, for servers may lie.
 */
final class EtcdGateway {

  /** Bytes of one answer, or of one line of a watch. */
  static final int MOST_ANSWER = 128 << 10;

  /** Keys in one answer: what is longer is asked for in parts. */
  static final int PAGE = 32;

  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(PATIENCE).version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;

  EtcdGateway(URI base) {
    this.base = base;
  }

  /** A key and its value. */
  record Pair(String key, String value) {}

  /** Some of what was asked for, at this revision of the store. */
  record Page(List<Pair> pairs, boolean more, long revision) {}

  /** A lease that ends when it is not renewed for so long; its keys go with it. */
  long grant(Duration life) throws IOException, InterruptedException {
    var answer = post("/v3/lease/grant", JSON.createObjectNode().put("TTL", life.toSeconds()));
    return number(answer, "ID");
  }

  /** False when the lease has ended. */
  boolean keepAlive(long lease) throws IOException, InterruptedException {
    var answer = post("/v3/lease/keepalive", JSON.createObjectNode().put("ID", lease));
    return answer.path("result").path("TTL").asLong() > 0;
  }

  void revoke(long lease) throws IOException, InterruptedException {
    post("/v3/lease/revoke", JSON.createObjectNode().put("ID", lease));
  }

  void put(String key, String value, long lease) throws IOException, InterruptedException {
    var body = JSON.createObjectNode().put("key", base64(key)).put("value", base64(value));
    post("/v3/kv/put", body.put("lease", lease));
  }

  void delete(String key) throws IOException, InterruptedException {
    post("/v3/kv/deleterange", JSON.createObjectNode().put("key", base64(key)));
  }

  /** Keys with this prefix after another key, in their order; from the first if that is empty. */
  Page list(String prefix, String after) throws IOException, InterruptedException {
    var first = after.isEmpty() ? prefix : after + "\0";
    var body =
        JSON.createObjectNode()
            .put("key", base64(first))
            .put("range_end", base64(end(prefix)))
            .put("limit", PAGE);
    var answer = post("/v3/kv/range", body);
    var pairs = new ArrayList<Pair>();
    answer.path("kvs").forEach(each -> pairs.add(pair(each)));
    return new Page(
        pairs, answer.path("more").asBoolean(), number(answer.path("header"), "revision"));
  }

  /**
   * Has changes of keys with this prefix told as they come, each line an answer of the server.
   *
   * @return done when the server tells no more; to cancel it ends the connection
   */
  CompletableFuture<?> watch(String prefix, long fromRevision, JsonLines.Taker taker) {
    ObjectNode request = JSON.createObjectNode();
    request
        .putObject("create_request")
        .put("key", base64(prefix))
        .put("range_end", base64(end(prefix)))
        .put("start_revision", fromRevision);
    return http.sendAsync(
        request("/v3/watch", request).build(), head -> new JsonLines(MOST_ANSWER, taker));
  }

  /**
   * An answer as JSON.
   *
   * @throws IOException when it is none
   */
  static JsonNode read(byte[] octets) throws IOException {
    return JSON.readTree(octets);
  }

  /** A key and its value; the value is empty when the key was deleted. */
  static Pair pair(JsonNode json) {
    return new Pair(text(json.path("key").asText()), text(json.path("value").asText()));
  }

  private JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
    var request = request(path, body).timeout(PATIENCE).build();
    try {
      var response = http.send(request, BodyHandlers.ofInputStream());
      try (InputStream octets = response.body()) {
        var answer = octets.readNBytes(MOST_ANSWER + 1);
        if (answer.length > MOST_ANSWER) {
          throw new IOException("an answer of more than " + MOST_ANSWER + " bytes");
        }
        if (response.statusCode() != 200) {
          throw new IOException(response.statusCode() + " to " + path + ": " + reason(answer));
        }
        return read(answer);
      }
    } catch (IOException e) {
      throw new IOException("etcd at " + base + ": " + said(e), e);
    }
  }

  private static String said(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static String reason(byte[] answer) {
    var text = new String(answer, StandardCharsets.UTF_8).strip();
    return text.substring(0, Math.min(text.length(), 200)).replaceAll("\\p{Cntrl}", " ");
  }

  private HttpRequest.Builder request(String path, JsonNode body) {
    return HttpRequest.newBuilder(base.resolve(path))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
  }

  /** Numbers of 64 bits are text in etcd's JSON. */
  private static long number(JsonNode json, String field) throws IOException {
    try {
      return Long.parseLong(json.path(field).asText());
    } catch (NumberFormatException e) {
      throw new IOException("an answer without " + field, e);
    }
  }

  /** The first key after all that have this prefix; ours end with an ASCII character. */
  private static String end(String prefix) {
    int last = prefix.length() - 1;
    return prefix.substring(0, last) + (char) (prefix.charAt(last) + 1);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
