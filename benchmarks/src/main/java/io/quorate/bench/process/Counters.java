package io.quorate.bench.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a replica tells over HTTP. */
public final class Counters {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** A status is asked for often, and one that is late says nothing of now. */
  private static final Duration SHORT_PATIENCE = Duration.ofMillis(500);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  private Counters() {}

  /** Series by name and labels; none when the replica does not answer. */
  static Map<String, Double> fetch(URI metrics) {
    return get(metrics, PATIENCE).map(Counters::read).orElse(Map.of());
  }

  /** Reads Prometheus' text format. */
  static Map<String, Double> read(String text) {
    var series = new HashMap<String, Double>();
    for (var line : text.lines().filter(each -> !each.startsWith("#")).toList()) {
      int value = line.lastIndexOf(' ');
      if (value > 0) {
        series.put(line.substring(0, value), Double.valueOf(line.substring(value + 1)));
      }
    }
    return series;
  }

  /** A replica's status; empty when it does not answer. */
  public static Optional<JsonNode> status(URI status) {
    return get(status, SHORT_PATIENCE)
        .map(
            text -> {
              try {
                return JSON.readTree(text);
              } catch (IOException e) {
                throw new IllegalStateException(status + " is no JSON", e);
              }
            });
  }

  private static Optional<String> get(URI uri, Duration patience) {
    try {
      var request = HttpRequest.newBuilder(uri).timeout(patience).build();
      var response = HTTP.send(request, BodyHandlers.ofString());
      return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
