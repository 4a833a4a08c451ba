package io.quorate.engine.replica.execution;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.core.effect.Effect;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.Configuration;
import io.quorate.engine.model.ConfigurationId;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Header;
import io.quorate.engine.model.Limits;
import io.quorate.engine.model.MerkleRoot;
import io.quorate.engine.model.ProtocolRules;
import io.quorate.engine.model.RequestOutcome;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.certificate.QuorumSignature;
import io.quorate.engine.model.certificate.StableCheckpoint;
import io.quorate.engine.model.message.Message.Reply.Answer;
import io.quorate.engine.model.message.Message.Request;
import io.quorate.engine.spi.Chunk;
import io.quorate.engine.spi.StateMachine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Applies decided batches to the state machine, each request at most once, and chains the headers.
 * Deterministic: what it does follows from the batches alone.
 */
public final class Execution {

  private static final int COUNTER_BITS = 16;

  /** What a result counts for beside its bytes, where the bytes of results are bounded. */
  private static final int EACH_RESULT = 8;

  private final StateMachine machine;
  private final ConfigurationId configuration;
  private final ProtocolRules rules;
  private final Limits limits;
  private final ReplyCache replies;
  private Header last;
  private long resultBytes;

  public Execution(StateMachine machine, Configuration configuration) {
    this.configuration = configuration.id();
    this.machine = machine;
    this.rules = configuration.rules();
    this.limits = rules.limits();
    this.replies = new ReplyCache(limits);
    this.last = Canonical.genesisCheckpoint(rootOf(chunks())).header();
  }

  /** The checkpoint before the first batch; the machine must be fresh. */
  public static StableCheckpoint genesis(StateMachine fresh, Configuration founders) {
    return new StableCheckpoint(new Execution(fresh, founders).last(), QuorumSignature.NONE);
  }

  /** One request's outcome and where it goes. */
  record Answered(Request request, Answer answer) {
    RequestOutcome outcome() {
      return new RequestOutcome(
          request.id(), request.digest(), Canonical.results(answer.results()));
    }
  }

  /**
   * What a batch came to.
   *
   * @param expired requests that may have been executed before: nobody knows any more
   * @param chunks the whole state, at a checkpoint; else empty
   */
  public record Outcome(
      Header header, List<Answered> answers, List<Request> expired, List<Chunk> chunks) {

    /** The answers of each listener, in order: one signed reply serves them all. */
    public Map<Listener, List<Answer>> byListener() {
      var byListener = new LinkedHashMap<Listener, List<Answer>>();
      for (var answered : answers) {
        var listener = new Listener(answered.request().replyTo(), answered.request().id().client());
        byListener.computeIfAbsent(listener, each -> new ArrayList<>()).add(answered.answer());
      }
      return byListener;
    }
  }

  /** A client, where it listens: nobody's answers go out under another one's name. */
  public record Listener(String address, ClientId client) {}

  public Header last() {
    return last;
  }

  public ReplyCache replies() {
    return replies;
  }

  public Outcome apply(Effect.Execute execute) {
    var at = execute.sequence();
    if (!at.equals(last.sequence().next())) {
      throw new IllegalStateException(at + " does not follow " + last.sequence());
    }
    long timestamp = Math.max(execute.batch().timestamp(), last.timestamp() + 1);
    var answered = new ArrayList<Answered>();
    var expired = new ArrayList<Request>();
    resultBytes = 0;
    for (Verified<Request> request : execute.requests()) {
      var standing = replies.standing(request.message(), at);
      if (standing == ReplyCache.Standing.NEW) {
        answered.add(run(request.message(), at, timestamp));
      } else if (standing == ReplyCache.Standing.EXPIRED) {
        expired.add(request.message());
      }
    }
    boolean checkpoint = at.value() % rules.checkpointInterval() == 0;
    List<Chunk> chunks = checkpoint ? chunks() : List.of();
    last = header(execute, answered, timestamp, checkpoint ? rootOf(chunks) : Digest.ZERO);
    return new Outcome(last, answered, expired, chunks);
  }

  /** Replaces everything by a proven state. */
  public void restore(StableCheckpoint checkpoint, List<Chunk> chunks) {
    if (chunks.isEmpty() || !rootOf(chunks).equals(checkpoint.header().state())) {
      throw new IllegalArgumentException("the chunks are not the checkpoint's state");
    }
    int own = replies.restore(chunks);
    machine.restore(chunks.subList(0, chunks.size() - own).stream().map(Chunk::content).toList());
    last = checkpoint.header();
  }

  /** How a request stands that would be executed next. */
  public ReplyCache.Standing standing(Request request) {
    return replies.standing(request, last.sequence().next());
  }

  /** The application's chunks first, so that a proof finds them by number; then the engine's. */
  public List<Chunk> chunks() {
    var chunks = new ArrayList<>(machine.chunks());
    chunks.addAll(replies.chunks());
    return chunks;
  }

  public static Digest rootOf(List<Chunk> chunks) {
    return MerkleRoot.of(chunks.stream().map(Chunk::digest).toList());
  }

  /** What the machine says of its state as it is now; nothing is executed. */
  public ReadResult read(Bytes operation) {
    var moment =
        new StateMachine.Moment(last.sequence(), last.timestamp() >> COUNTER_BITS, new ClientId(0));
    return new ReadResult(last.sequence(), machine.query(operation, moment));
  }

  /** Executes operations until the results of the request, or of the batch, are large enough. */
  private Answered run(Request request, SequenceNumber at, long timestamp) {
    var moment = new StateMachine.Moment(at, timestamp >> COUNTER_BITS, request.id().client());
    var results = new ArrayList<Bytes>(request.operations().size());
    long ofRequest = 0;
    for (var operation : request.operations()) {
      if (ofRequest >= limits.requestResultBytes() || resultBytes >= limits.batchResultBytes()) {
        break;
      }
      var result = bounded(machine.execute(operation, moment));
      results.add(result);
      ofRequest += EACH_RESULT + result.length();
      resultBytes += EACH_RESULT + result.length();
    }
    replies.put(request.id(), at, results);
    return new Answered(request, new Answer(request.id(), results));
  }

  private Bytes bounded(Bytes result) {
    return result.length() > limits.resultBytes() ? StateMachine.TOO_LARGE : result;
  }

  private Header header(
      Effect.Execute execute, List<Answered> answered, long timestamp, Digest state) {
    var results = Canonical.resultsRoot(answered.stream().map(Answered::outcome).toList());
    return Canonical.seal(
        new Header(
            execute.sequence(),
            last.digest(),
            execute.batch().digest(),
            results,
            state,
            configuration,
            timestamp,
            Digest.ZERO));
  }
}
