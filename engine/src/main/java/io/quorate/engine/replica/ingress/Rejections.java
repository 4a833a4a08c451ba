package io.quorate.engine.replica.ingress;

import io.quorate.engine.core.effect.CoreBounds;
import io.quorate.engine.core.effect.Evidence;
import io.quorate.engine.core.effect.Rejection;
import io.quorate.engine.crypto.VerificationFailure;
import io.quorate.engine.model.Bounded;
import io.quorate.engine.spi.EngineMetrics;
import io.quorate.engine.spi.Meter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what was refused, by kind, and logs the first of a kind and then one in so many: a log
 * that a peer can fill is an attack surface. Shared by the actors of a replica.
 */
public final class Rejections {

  private static final Logger LOG = LoggerFactory.getLogger(Rejections.class);
  private static final long ONE_IN = 1_000;

  private final Meter meter;

  @Bounded(by = CoreBounds.REPLICAS)
  private final Map<String, Long> counts = new ConcurrentHashMap<>();

  public Rejections(Meter meter) {
    this.meter = meter;
  }

  void unverified(VerificationFailure why) {
    reject(why.kind(), why);
  }

  public void rejected(Rejection why) {
    reject(why.kind(), why);
  }

  /** Kept evidence: bounded, but thousands of lines at once would hold up whoever writes them. */
  public void accused(Evidence evidence) {
    meter.counter(EngineMetrics.EVIDENCE, evidence.why().kind()).increment();
    long count = next("evidence against " + evidence.by());
    if (isLogged(count)) {
      LOG.warn("evidence {} against replica {}: {}", count, evidence.by().value(), evidence.why());
    }
  }

  /** Any refusal, under a name that it is counted by. */
  public void reject(String kind, Object detail) {
    long count = next(kind);
    meter.counter(EngineMetrics.REJECTED, kind).increment();
    if (isLogged(count)) {
      LOG.warn("rejected {} (number {} of its kind): {}", kind, count, detail);
    }
  }

  private long next(String kind) {
    return counts.merge(kind, 1L, Long::sum);
  }

  private static boolean isLogged(long count) {
    return count % ONE_IN == 1;
  }

  /** How many of this kind so far. */
  public long count(String kind) {
    return counts.getOrDefault(kind, 0L);
  }
}
