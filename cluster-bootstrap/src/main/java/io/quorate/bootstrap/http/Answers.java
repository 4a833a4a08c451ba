package io.quorate.bootstrap.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.engine.client.RequestFailed;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every outcome looks like. No answer carries a stack trace or a class name. */
final class Answers {

  static final String REQUEST_ID = "X-Request-Id";

  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  private Answers() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static HttpResponse json(int status, JsonNode body) {
    return HttpResponse.create()
        .withStatus(status)
        .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, body + "\n"));
  }

  static HttpResponse error(int status, String reason) {
    return json(status, object().put("error", reason));
  }

  static HttpResponse notAllowed(String methods) {
    return error(405, "allowed here: " + methods).addHeader(RawHeader.create("Allow", methods));
  }

  static HttpResponse unavailable(String reason, Duration retryAfter) {
    long seconds = Math.max(1, (retryAfter.toMillis() + 999) / 1_000);
    return error(503, reason).addHeader(RawHeader.create("Retry-After", Long.toString(seconds)));
  }

  /** The answer to a request that failed; {@code requestId} is empty if it had none. */
  static HttpResponse failure(Throwable failure, String requestId) {
    var cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof BadRequest bad) {
      return error(bad.status(), bad.getMessage());
    } else if (cause instanceof RequestFailed.NotExecuted not) {
      return not.retryAfter().isZero()
          ? error(400, not.getMessage())
          : unavailable(not.getMessage(), not.retryAfter());
    } else if (cause instanceof RequestFailed.Indeterminate) {
      return indeterminate(cause.getMessage(), requestId);
    } else if (cause instanceof TimeoutException) {
      return indeterminate("no quorum answered in time", requestId);
    }
    LOG.warn("a request failed", cause);
    return error(500, "internal error; the log has more");
  }

  private static HttpResponse indeterminate(String reason, String requestId) {
    var body = object().put("indeterminate", true).put("error", reason);
    return json(504, requestId.isEmpty() ? body : body.put("requestId", requestId));
  }
}
