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
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The key-value store: put, get, delete and compare-and-set on {@code /kv/{key}}. */
final class KeyValueRoutes {

  static final String PREFIX = "/kv/";

  /** What whoever asks another application is told. */
  static final String NOT_HERE =
      "this group does not run the key-value store; ask its application through the library";

  private static final String SWAP = "/cas";

  private static final String STALE = "GET knows stale=true, stale=false and proof=true";

  /** Two values in base64 and what is around them. */
  private static final int MAX_SWAP = (1 << 20) * 8 / 3 + 1_024;

  private final WaitingAsks group;
  private final StaleReads staleReads;
  private final Function<Bytes, CompletionStage<Answer>> proofs;
  private final SharedReads reads;

  KeyValueRoutes(
      WaitingAsks group,
      StaleReads staleReads,
      Function<Bytes, CompletionStage<Answer>> proofs,
      Budget budget) {
    this.group = group;
    this.proofs = proofs;
    this.staleReads = staleReads;
    this.reads = new SharedReads(group::ask, KeyValueRoutes::rendered, budget);
  }

  RequestPlan plan(RequestHead head) {
    var rest = head.target().path().substring(PREFIX.length());
    if (!head.isRead() && !head.target().parameters().isEmpty()) {
      throw new BadRequest(
          400,
          "the query: " + head.method() + " takes no parameters; only GET knows stale and proof");
    }
    return switch (head.method()) {
      case "GET", "HEAD" -> get(key(rest), head.target());
      case "PUT" -> put(head, key(rest));
      case "DELETE" -> delete(head, key(rest));
      case "POST" -> swap(head, rest);
      default -> throw BadRequest.notAllowed("GET, HEAD, PUT, DELETE, POST");
    };
  }

  static Bytes key(String encoded) {
    var key = RequestTarget.decode(encoded);
    if (key.isEmpty()) {
      throw new BadRequest(400, "the path: a key has at least one byte");
    }
    if (key.length() > KeyValueOperation.MAX_KEY) {
      throw new BadRequest(413, "a key has at most " + KeyValueOperation.MAX_KEY + " bytes");
    }
    return key;
  }

  private static boolean asksForProof(RequestTarget target) {
    var parameters = target.parameters();
    return parameters.size() == 1 && parameters.get(0).toString().equals("proof=true");
  }

  private static boolean isStale(RequestTarget target) {
    var parameters = target.parameters();
    if (parameters.isEmpty()) {
      return false;
    }
    var first = parameters.get(0).toString();
    if (parameters.size() == 1 && (first.equals("stale=true") || first.equals("stale=false"))) {
      return first.equals("stale=true");
    }
    throw new BadRequest(400, "the query: " + STALE + ", not " + parameters);
  }

  private RequestPlan get(Bytes key, RequestTarget target) {
    if (asksForProof(target)) {
      return RequestPlan.expecting(reads.expected(key), () -> proofs.apply(key));
    }
    if (isStale(target)) {
      var operation = KeyValueRequest.of(new Get(key)).encode();
      return RequestPlan.expecting(
          reads.expected(key),
          () -> staleReads.read(operation).thenApply(KeyValueRoutes::rendered));
    }
    return RequestPlan.expecting(reads.expected(key), () -> reads.read(key));
  }

  private RequestPlan put(RequestHead head, Bytes key) {
    var id = IdempotencyKey.of(head);
    return RequestPlan.taking(
        KeyValueOperation.MAX_VALUE, 0, value -> write(id, new Put(key, value)));
  }

  private RequestPlan delete(RequestHead head, Bytes key) {
    var id = IdempotencyKey.of(head);
    return RequestPlan.expecting(0, () -> write(id, new Delete(key)));
  }

  /** What it may be told is a value in base64; how large, its body says best. */
  private RequestPlan swap(RequestHead head, String rest) {
    if (!rest.endsWith(SWAP)) {
      throw BadRequest.notAllowed("GET, HEAD, PUT, DELETE");
    }
    var key = key(rest.substring(0, rest.length() - SWAP.length()));
    var id = IdempotencyKey.of(head);
    return RequestPlan.taking(
        MAX_SWAP,
        reads.expected(key),
        body -> {
          var values = SwapBody.parse(body);
          var expected = values.expected().map(Digest::of);
          return write(id, new CompareAndSet(key, expected, values.replacement()));
        });
  }

  /** Asks under an idempotency key; the answer carries it, whatever it is. */
  private CompletionStage<Answer> write(IdempotencyKey id, KeyValueOperation operation) {
    var octets = new KeyValueRequest(id.idempotencyKey(), operation).encode();
    return group
        .ask(octets)
        .thenApply(KeyValueRoutes::rendered)
        .exceptionally(failure -> Answers.failure(failure, id.text()))
        .thenApply(response -> response.with(Answers.REQUEST_ID, id.text()));
  }

  private static Answer rendered(Reply reply) {
    if (reply.result().equals(StateMachine.TOO_LARGE)) {
      return Answers.error(413, "the answer is larger than the group lets one be");
    }
    if (reply.result().equals(StateMachine.FAILED)) {
      return Answers.error(500, "the application failed; the log has more");
    }
    var result = KeyValueResult.decode(reply.result());
    return result
        .map(known -> rendered(reply.sequence().value(), known))
        .orElseGet(() -> Answers.error(501, NOT_HERE));
  }

  private static Answer rendered(long sequence, KeyValueResult result) {
    if (result instanceof KeyValueResult.Found found) {
      return Answer.of(200, Answer.BYTES, found.value())
          .with("X-Sequence", Long.toString(sequence))
          .with("X-Version", Long.toString(found.version()));
    } else if (result instanceof KeyValueResult.Written written) {
      return Answers.json(200, written(sequence, written.version()));
    } else if (result instanceof KeyValueResult.Compared compared) {
      return Answers.json(200, compared(sequence, compared));
    } else if (result instanceof KeyValueResult.Malformed malformed) {
      return Answers.error(400, malformed.reason());
    } else if (result instanceof KeyValueResult.NameTaken) {
      return Answers.error(422, "this X-Request-Id was used for another request");
    } else if (result instanceof KeyValueResult.Full) {
      return Answers.unavailable("the store is full", Duration.ofMinutes(1));
    }
    return Answers.json(404, Answers.object().put("error", "no such key").put("sequence", sequence))
        .with("X-Sequence", Long.toString(sequence));
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
