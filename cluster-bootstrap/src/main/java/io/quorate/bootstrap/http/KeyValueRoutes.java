package io.quorate.bootstrap.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.bootstrap.access.StaleReads;
import io.quorate.bootstrap.kv.KeyValueOperation;
import io.quorate.bootstrap.kv.KeyValueOperation.CompareAndSet;
import io.quorate.bootstrap.kv.KeyValueOperation.Delete;
import io.quorate.bootstrap.kv.KeyValueOperation.Get;
import io.quorate.bootstrap.kv.KeyValueOperation.Put;
import io.quorate.bootstrap.kv.KeyValueRequest;
import io.quorate.bootstrap.kv.KeyValueResult;
import io.quorate.engine.client.Reply;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.spi.StateMachine;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** The key-value store: put, get, delete and compare-and-set on {@code /kv/{key}}. */
final class KeyValueRoutes {

  static final String PREFIX = "/kv/";

  /** What whoever asks another application is told. */
  static final String NOT_HERE =
      "this group does not run the key-value store; ask its application through the library";

  private static final String SWAP = "/cas";

  /** Two values in base64 and what is around them. */
  private static final int MAX_SWAP = (1 << 20) * 8 / 3 + 1_024;

  private final Waiting group;
  private final StaleReads staleReads;
  private final Bodies bodies;

  KeyValueRoutes(Waiting group, StaleReads staleReads, Bodies bodies) {
    this.group = group;
    this.staleReads = staleReads;
    this.bodies = bodies;
  }

  CompletionStage<HttpResponse> answer(HttpRequest request, Target target) {
    var rest = target.path().substring(PREFIX.length());
    return switch (request.method().value()) {
      case "GET" -> get(key(rest), target);
      case "PUT" -> put(request, key(rest));
      case "DELETE" -> delete(request, key(rest));
      case "POST" -> swap(request, rest);
      default -> CompletableFuture.completedStage(Answers.notAllowed("GET, PUT, DELETE, POST"));
    };
  }

  private static Bytes key(String encoded) {
    var key = Target.decode(encoded);
    if (key.isEmpty()) {
      throw new BadRequest(400, "a key has at least one octet");
    }
    if (key.length() > KeyValueOperation.MAX_KEY) {
      throw new BadRequest(413, "a key has at most " + KeyValueOperation.MAX_KEY + " octets");
    }
    return key;
  }

  private CompletionStage<HttpResponse> get(Bytes key, Target target) {
    var operation = KeyValueRequest.of(new Get(key)).encode();
    if (target.asks("stale=true")) {
      return staleReads.read(operation).thenApply(KeyValueRoutes::rendered);
    }
    return group.ask(operation).thenApply(KeyValueRoutes::rendered);
  }

  private CompletionStage<HttpResponse> put(HttpRequest request, Bytes key) {
    var id = RequestName.of(request);
    return bodies
        .read(request.entity(), KeyValueOperation.MAX_VALUE)
        .thenCompose(value -> write(id, new Put(key, value)));
  }

  private CompletionStage<HttpResponse> delete(HttpRequest request, Bytes key) {
    var id = RequestName.of(request);
    bodies.discard(request.entity());
    return write(id, new Delete(key));
  }

  private CompletionStage<HttpResponse> swap(HttpRequest request, String rest) {
    if (!rest.endsWith(SWAP)) {
      return CompletableFuture.completedStage(Answers.notAllowed("GET, PUT, DELETE"));
    }
    var key = key(rest.substring(0, rest.length() - SWAP.length()));
    var id = RequestName.of(request);
    return bodies
        .read(request.entity(), MAX_SWAP)
        .thenCompose(
            body -> {
              var values = SwapBody.parse(body);
              var expected = values.expected().map(Digest::of);
              return write(id, new CompareAndSet(key, expected, values.replacement()));
            });
  }

  /** Asks under a once-only name; the answer carries it, whatever it is. */
  private CompletionStage<HttpResponse> write(RequestName id, KeyValueOperation operation) {
    var octets = new KeyValueRequest(id.onceName(operation), operation).encode();
    return group
        .ask(octets)
        .thenApply(KeyValueRoutes::rendered)
        .exceptionally(failure -> Answers.failure(failure, id.text()))
        .thenApply(response -> response.addHeader(RawHeader.create(Answers.REQUEST_ID, id.text())));
  }

  private static HttpResponse rendered(Reply reply) {
    if (reply.result().equals(StateMachine.FAILED)) {
      return Answers.error(500, "the application failed; the log has more");
    }
    var result = KeyValueResult.decode(reply.result());
    return result
        .map(known -> rendered(reply.sequence().value(), known))
        .orElseGet(() -> Answers.error(501, NOT_HERE));
  }

  private static HttpResponse rendered(long sequence, KeyValueResult result) {
    if (result instanceof KeyValueResult.Found found) {
      return HttpResponse.create()
          .withEntity(
              HttpEntities.create(ContentTypes.APPLICATION_OCTET_STREAM, found.value().toArray()))
          .addHeader(RawHeader.create("X-Sequence", Long.toString(sequence)))
          .addHeader(RawHeader.create("X-Version", Long.toString(found.version())));
    } else if (result instanceof KeyValueResult.Written written) {
      return Answers.json(200, written(sequence, written.version()));
    } else if (result instanceof KeyValueResult.Compared compared) {
      return Answers.json(200, compared(sequence, compared));
    } else if (result instanceof KeyValueResult.Malformed malformed) {
      return Answers.error(400, malformed.reason());
    } else if (result instanceof KeyValueResult.Full) {
      return Answers.unavailable("the store is full", Duration.ofMinutes(1));
    }
    return Answers.json(404, Answers.object().put("error", "no such key").put("sequence", sequence))
        .addHeader(RawHeader.create("X-Sequence", Long.toString(sequence)));
  }

  private static ObjectNode written(long sequence, long version) {
    return Answers.object().put("sequence", sequence).put("version", version);
  }

  private static ObjectNode compared(long sequence, KeyValueResult.Compared compared) {
    var base64 = Base64.getEncoder();
    var current = compared.current().map(value -> base64.encodeToString(value.toArray()));
    return Answers.object()
        .put("swapped", compared.swapped())
        .put("sequence", sequence)
        .put("version", compared.version())
        .put("current", current.orElse(null));
  }
}
