package io.quorate.bootstrap.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.engine.client.RequestFailed;
import io.quorate.engine.model.Bytes;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every outcome looks like. No answer carries a stack trace or a class name. */
final class Answers {

  static final String REQUEST_ID = "X-Request-Id";

  static final Duration SOON = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  private Answers() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static Answer json(int status, JsonNode body) {
    return Answer.of(status, Answer.JSON, Bytes.utf8(body + "\n"));
  }

  static Answer error(int status, String reason) {
    return json(status, object().put("error", reason));
  }

  static Answer notAllowed(String methods) {
    return error(405, "allowed here: " + methods).with("Allow", methods);
  }

  static Answer unavailable(String reason, Duration retryAfter) {
    long seconds = Math.max(1, (retryAfter.toMillis() + 999) / 1_000);
    return error(503, reason).with("Retry-After", Long.toString(seconds));
  }

  /** The answer to a request that failed; {@code requestId} is empty if it had none. */
  static Answer failure(Throwable failure, String requestId) {
    var cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof BadRequest bad) {
      return bad.answer();
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

  private static Answer indeterminate(String reason, String requestId) {
    var body = object().put("indeterminate", true).put("error", reason);
    return json(504, requestId.isEmpty() ? body : body.put("requestId", requestId));
  }
}
