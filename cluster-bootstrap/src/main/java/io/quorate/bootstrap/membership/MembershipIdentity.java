package io.quorate.bootstrap.membership;

import io.quorate.bootstrap.metrics.BootstrapMetrics;
import io.quorate.engine.codec.Canonical;
import io.quorate.engine.crypto.SignatureScheme;
import io.quorate.engine.crypto.Signer;
import io.quorate.engine.crypto.VerificationKey;
import io.quorate.engine.model.Genesis;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.spi.Meter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.setup.Setup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * With whose key an actor system speaks in the cluster, and whom it hears. Given to the system when
 * it is made, for serializers are made by name.
 */
public final class MembershipIdentity extends Setup {

  private static final Logger LOG = LoggerFactory.getLogger(MembershipIdentity.class);

  private final int replica;
  private final Signer signer;
  private final String group;
  private final Map<Integer, List<VerificationKey>> keys = new HashMap<>();
  private final long life;
  private final AtomicLong refused = new AtomicLong();
  private volatile Meter meter = Meter.NONE;

  /**
   * @param life higher in every life of this replica; of two, the higher one counts
   */
  public MembershipIdentity(Genesis genesis, ReplicaId self, Signer signer, long life) {
    this.replica = self.value();
    this.signer = signer;
    this.group = Canonical.clusterId(genesis).genesis().toHex();
    this.life = life;
    for (var member : genesis.members()) {
      keys.put(member.id().value(), member.keys().stream().map(SignatureScheme::keyOf).toList());
    }
  }

  /** What is refused is counted there from now on. */
  public void countedBy(Meter counter) {
    meter = counter;
  }

  int replica() {
    return replica;
  }

  long life() {
    return life;
  }

  String group() {
    return group;
  }

  int size() {
    return keys.size();
  }

  byte[] sign(byte[] octets) {
    return signer.sign(octets);
  }

  boolean isSigned(int by, byte[] octets, byte[] signature) {
    return keys.getOrDefault(by, List.of()).stream()
        .anyMatch(key -> key.verifies(octets, signature));
  }

  /** Logs the first, the second, the fourth and so on: whoever lies may do so without end. */
  MembershipRefused refusal(String kind, String why) {
    long count = refused.incrementAndGet();
    meter.counter(BootstrapMetrics.MEMBERSHIP_REFUSED, kind).increment();
    if (Long.bitCount(count) == 1) {
      LOG.warn("messages of the cluster refused: {}; now {}", count, why);
    }
    return new MembershipRefused(why);
  }

  /** How many messages were refused. */
  public long refused() {
    return refused.get();
  }
}
