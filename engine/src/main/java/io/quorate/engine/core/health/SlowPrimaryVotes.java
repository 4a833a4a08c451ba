package io.quorate.engine.core.health;

import io.quorate.engine.core.effect.CoreBounds;
import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message.Status;
import io.quorate.engine.model.message.Stance;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who finds the primary of this view too slow, or gone: this replica, and peers that say so in
 * their status. A replica that alone does goes on voting, for it may be its own link that is slow;
 * only f + 1 doubts, one of them of a correct replica, replace a primary that serves.
 */
public final class SlowPrimaryVotes {

  private final SlowPrimaryDetector own;
  private final int weak;

  @Bounded(by = CoreBounds.REPLICAS)
  private final TreeMap<ReplicaId, View> peers = new TreeMap<>();

  @Bounded(by = CoreBounds.REPLICAS)
  private final TreeSet<ReplicaId> unreachable = new TreeSet<>();

  private View view = View.ZERO;
  private boolean abandoned;

  /**
   * @param weak f + 1
   */
  public SlowPrimaryVotes(SlowPrimaryDetector own, int weak) {
    this.own = own;
    this.weak = weak;
  }

  /**
   * This view is in force.
   *
   * @param hasWork whether requests wait
   */
  public void begin(View installed, boolean hasWork, long now) {
    view = installed;
    abandoned = false;
    own.begin(hasWork, now);
  }

  /** Nobody listens where this peer was, says its machine; until it is heard. */
  public void lost(ReplicaId peer) {
    unreachable.add(peer);
  }

  /** A peer says where it stands. */
  public void heard(Status peer) {
    unreachable.remove(peer.replica());
    if (peer.stance() == Stance.DOUBTING) {
      peers.put(peer.replica(), peer.view());
    } else {
      peers.remove(peer.replica());
    }
  }

  /**
   * Time passed.
   *
   * @param waited what a request that was drawn has waited, if one was executed meanwhile
   * @param awaited the primary, if requests wait for it
   */
  public void onTick(
      Optional<RequestWaitSample.Wait> waited, Optional<ReplicaId> awaited, long now) {
    abandoned = awaited.filter(unreachable::contains).isPresent();
    waited.ifPresent(own::served);
    own.onTick(now);
  }

  public boolean areOwn() {
    return abandoned || own.isDoubting();
  }

  /** Of a replica that votes. */
  public Stance stance() {
    return areOwn() ? Stance.DOUBTING : Stance.VOTING;
  }

  /** True when this replica and f others doubt. */
  public boolean areShared() {
    return areOwn() && peers.values().stream().filter(view::equals).count() + 1 >= weak;
  }
}
