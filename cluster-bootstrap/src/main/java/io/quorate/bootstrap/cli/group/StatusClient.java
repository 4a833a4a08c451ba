package io.quorate.bootstrap.cli.group;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.bootstrap.access.ReplicaStatus;
import io.quorate.bootstrap.settings.Address;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Asks one replica over HTTP how it is. */
public final class StatusClient {

  public static final int POLL_MILLIS = 200;

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  private final String base;

  /** Of a replica whose settings cannot be read. */
  static final StatusClient NOWHERE = new StatusClient(new Address("127.0.0.1", 0));

  public StatusClient(Address address) {
    base = "http://" + address;
  }

  /** What it says; empty when it does not answer. */
  public Optional<JsonNode> fetch() throws InterruptedException {
    try {
      var request = HttpRequest.newBuilder(URI.create(base + "/status")).timeout(PATIENCE).build();
      var response = HTTP.send(request, BodyHandlers.ofString());
      return response.statusCode() == 200
          ? Optional.of(JSON.readTree(response.body()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether this is the status of a replica that agrees. */
  public static boolean agrees(JsonNode status) {
    return status.path("mode").asText().equals(ReplicaStatus.AGREEING);
  }

  public static boolean isHalted(JsonNode status) {
    return status.path("mode").asText().equals("halted");
  }

  static boolean isLearning(JsonNode status) {
    return status.path("mode").asText().equals(ReplicaStatus.LEARNING);
  }

  public static boolean isRecovering(JsonNode status) {
    return status.path("mode").asText().equals("recovering");
  }

  /** Its mode and, when it is stuck, why. */
  public static String described(JsonNode status) {
    var stuck = status.path("stuck");
    var why = stuck.isObject() ? ": " + stuck.path("hint").asText() : "";
    return status.path("mode").asText() + why;
  }

  /**
   * Has the group order an operation that changes nothing; true when it was. Of an application that
   * HTTP cannot ask, the replica's own word is enough.
   */
  public boolean orders() throws InterruptedException {
    int status = statusOf("/kv/quorate-probe");
    return status == 501 ? statusOf("/health/ready") == 200 : status == 200 || status == 404;
  }

  /** Has it ask for the view after this one; true when it does. Does not wait. */
  public CompletableFuture<Boolean> handsOver(long view) {
    var request = patient("/hand-over?view=" + view).POST(BodyPublishers.noBody()).build();
    return HTTP.sendAsync(request, BodyHandlers.discarding())
        .handle((response, failure) -> failure == null && response.statusCode() == 202);
  }

  /** The answer's status code; 0 when there is none. */
  private int statusOf(String path) throws InterruptedException {
    try {
      return HTTP.send(patient(path).build(), BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    }
  }

  /** To be answered when the group has agreed. */
  private HttpRequest.Builder patient(String path) {
    return HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE.multipliedBy(5));
  }

  public String base() {
    return base;
  }
}
