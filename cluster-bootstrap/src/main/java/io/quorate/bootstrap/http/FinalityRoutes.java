package io.quorate.bootstrap.http;

import io.quorate.bootstrap.access.ReplicaAccess;
import io.quorate.bootstrap.committee.CommitteeFile;
import io.quorate.bootstrap.finality.FinalityFile;
import io.quorate.bootstrap.finality.FinalityJson;
import io.quorate.bootstrap.finality.Verification;
import io.quorate.engine.codec.Canonical;
import io.quorate.engine.codec.FinalityCodec;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClusterId;
import io.quorate.engine.model.Genesis;
import io.quorate.engine.model.certificate.FinalityCertificate;
import io.quorate.engine.spi.SnapshotStore.Snapshot;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Certificates of finality: the latest one, the founding record, and whether somebody's certificate
 * holds. Answered from what the replica has; no connection is ever made.
 */
final class FinalityRoutes implements AutoCloseable {

  static final String PREFIX = "/bft/";

  private static final String FINALITY = PREFIX + "finality/";
  private static final String COMMITTEE = PREFIX + "committee/";
  private static final String VERIFY = PREFIX + "verify";
  private static final String KEY_PROOF = PREFIX + "proof/key/";
  private static final String LATEST = "latest";
  private static final String CBOR = "application/cbor";
  private static final long PATIENCE_MILLIS = 3_000;
  private static final int THREADS = 2;
  private static final int MOST_WAITING = 16;

  private final ReplicaAccess replica;
  private final Genesis genesis;
  private final ClusterId cluster;
  private final int interval;
  private final boolean hasKeys;
  private final ThreadPoolExecutor checking;

  /**
   * @param hasKeys whether the application is the key-value store
   */
  FinalityRoutes(ReplicaAccess replica, Genesis genesis, boolean hasKeys) {
    this.hasKeys = hasKeys;
    this.replica = replica;
    this.genesis = genesis;
    this.cluster = Canonical.clusterId(genesis);
    this.interval = genesis.rules().checkpointInterval();
    this.checking =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            task -> {
              var thread = new Thread(task, "quorate-verify");
              thread.setDaemon(true);
              return thread;
            });
    checking.allowCoreThreadTimeOut(true);
  }

  RequestPlan plan(RequestHead head) {
    var path = head.target().path();
    if (path.equals(VERIFY)) {
      if (!head.method().equals("POST")) {
        throw BadRequest.notAllowed("POST");
      }
      return RequestPlan.taking(FinalityFile.MOST_BYTES, 0, this::verify);
    }
    if (!head.isRead()) {
      throw BadRequest.notAllowed("GET, HEAD");
    }
    if (path.startsWith(FINALITY)) {
      long sequence = sequence(path.substring(FINALITY.length()));
      boolean cbor = head.header("Accept").contains(CBOR);
      return RequestPlan.expecting(0, () -> certificate(sequence, cbor));
    }
    if (path.startsWith(KEY_PROOF)) {
      if (!hasKeys) {
        throw new BadRequest(501, KeyValueRoutes.NOT_HERE);
      }
      var key = KeyValueRoutes.key(path.substring(KEY_PROOF.length()));
      return RequestPlan.expecting(0, () -> keyProof(key));
    }
    if (path.equals(COMMITTEE + "0")) {
      return RequestPlan.expecting(0, () -> CompletableFuture.completedStage(committee()));
    }
    throw new BadRequest(404, "nothing is here; there is /bft/finality/latest");
  }

  private static long sequence(String text) {
    if (text.equals(LATEST)) {
      return 0;
    }
    if (!text.matches("[0-9]{1,18}")) {
      throw new BadRequest(400, "a sequence number, or latest, not " + text);
    }
    return Long.parseLong(text);
  }

  private CompletionStage<Answer> certificate(long sequence, boolean cbor) {
    return replica
        .finality()
        .toCompletableFuture()
        .orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
        .handle(
            (latest, failure) ->
                failure == null
                    ? certificate(latest, sequence, cbor)
                    : Answers.unavailable("the replica does not answer", Answers.SOON));
  }

  private Answer certificate(Optional<FinalityCertificate> latest, long sequence, boolean cbor) {
    long certified = latest.map(each -> each.signed().sequence().value()).orElse(0L);
    if (latest.isEmpty() || sequence > certified) {
      return notYet(certified, Math.max(sequence, certified + 1));
    }
    return cbor
        ? Answer.of(200, CBOR, FinalityCodec.encode(latest.get()))
        : Answers.json(200, FinalityJson.of(latest.get()));
  }

  /** What the newest stable state says of this key; it may be some slots old. */
  CompletionStage<Answer> keyProof(Bytes key) {
    return replica
        .stableState()
        .toCompletableFuture()
        .orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
        .thenCompose(state -> whenThereIsRoom(() -> proof(state, key)))
        .exceptionally(failure -> Answers.unavailable("the replica does not answer", Answers.SOON));
  }

  private Answer proof(Optional<Snapshot> state, Bytes key) {
    return state
        .map(found -> Answers.json(200, FinalityFile.of(cluster, found, key).json()))
        .orElseGet(() -> notYet(0, 1));
  }

  private Answer notYet(long certified, long next) {
    return Answers.json(
        404,
        Answers.object()
            .put("error", "not-final-yet")
            .put("finalized", certified)
            .put("next", (next + interval - 1) / interval * interval));
  }

  private Answer committee() {
    return Answers.json(
        200,
        Answers.object().put("configuration", 0).put("genesis", CommitteeFile.render(genesis)));
  }

  private CompletionStage<Answer> verify(Bytes body) {
    return whenThereIsRoom(() -> checked(body));
  }

  private CompletionStage<Answer> whenThereIsRoom(Supplier<Answer> work) {
    try {
      return CompletableFuture.supplyAsync(work, checking);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedStage(
          Answers.unavailable("other certificates are being checked", Answers.SOON));
    }
  }

  private Answer checked(Bytes body) {
    try {
      var file = FinalityFile.read(body);
      return file.certificate().cluster().equals(cluster)
          ? Answers.json(200, Verification.of(file, genesis).json())
          : Answers.error(409, "the certificate is of another group");
    } catch (FinalityJson.Malformed e) {
      return Answers.error(400, e.getMessage());
    }
  }

  @Override
  public void close() {
    checking.shutdown();
  }
}
