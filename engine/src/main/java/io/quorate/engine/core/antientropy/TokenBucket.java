package io.quorate.engine.core.antientropy;

import io.quorate.engine.core.effect.CoreBounds;
import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.ReplicaId;
import java.util.TreeMap;

/**
 * How much each peer may draw from this replica: so many octets at once, and then so many a second.
 * A peer that draws more than is left stays in debt until time has paid for it, so over any stretch
 * it gets no more than the burst, one answer, and the rate times the stretch.
 */
public final class TokenBucket {

  private static final long SECOND = 1_000_000_000L;

  private final long burst;
  private final long perSecond;

  @Bounded(by = CoreBounds.REPLICAS)
  private final TreeMap<ReplicaId, Account> accounts = new TreeMap<>();

  private record Account(long left, long at) {}

  /**
   * @param burst bytes at once
   * @param perSecond bytes earned each second, up to the burst
   */
  public TokenBucket(long burst, long perSecond) {
    this.burst = burst;
    this.perSecond = perSecond;
  }

  /** Whether this peer gets nothing for now; {@code now} in nanoseconds. */
  public boolean isSpent(ReplicaId peer, long now) {
    return left(peer, now) <= 0;
  }

  public void draw(ReplicaId peer, long octets, long now) {
    if (octets > 0) {
      accounts.put(peer, new Account(left(peer, now) - octets, now));
    }
  }

  private long left(ReplicaId peer, long now) {
    var account = accounts.get(peer);
    if (account == null) {
      return burst;
    }
    long missing = burst - account.left();
    long passed = now - account.at();
    return passed / SECOND >= missing / perSecond + 1
        ? burst
        : Math.min(burst, account.left() + passed * perSecond / SECOND);
  }
}
