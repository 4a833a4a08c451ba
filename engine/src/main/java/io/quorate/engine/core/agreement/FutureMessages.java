package io.quorate.engine.core.agreement;

import io.quorate.engine.core.effect.CoreBounds;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Votes for a view that is not in force yet. Bounded in octets a peer: the oldest go first, and the
 * anti-entropy brings back what is missed.
 */
public final class FutureMessages {

  private final long octetsPerPeer;

  @Bounded(by = CoreBounds.LATER_VIEWS)
  private final TreeMap<Long, ArrayDeque<Verified<? extends Message>>> byPeer = new TreeMap<>();

  @Bounded(by = CoreBounds.LATER_VIEWS)
  private final TreeMap<Long, Long> octets = new TreeMap<>();

  public FutureMessages(long octetsPerPeer) {
    this.octetsPerPeer = octetsPerPeer;
  }

  public void add(Verified<? extends Message> message) {
    var queue = byPeer.computeIfAbsent(message.signer(), peer -> new ArrayDeque<>());
    queue.add(message);
    long total = octets.merge(message.signer(), (long) message.wire().length(), Long::sum);
    while (total > octetsPerPeer) {
      total -= queue.remove().wire().length();
      octets.put(message.signer(), total);
    }
  }

  /** Takes out what was said for this view; what was said for lower ones is dropped. */
  List<Verified<? extends Message>> take(View view) {
    var taken = new ArrayList<Verified<? extends Message>>();
    byPeer.forEach(
        (peer, queue) ->
            queue.removeIf(
                message -> {
                  boolean past = message.message().statedView() <= view.value();
                  if (message.message().statedView() == view.value()) {
                    taken.add(message);
                  }
                  if (past) {
                    octets.merge(peer, -(long) message.wire().length(), Long::sum);
                  }
                  return past;
                }));
    return taken;
  }
}
