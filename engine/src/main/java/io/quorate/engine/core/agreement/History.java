package io.quorate.engine.core.agreement;

import io.quorate.engine.core.effect.CoreBounds;
import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.message.Message.Decided.Decision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The latest decisions, kept so that a peer which missed some can be told; bounded in octets, but
 * for those above the stable checkpoint, which no state holds yet. Older ones reach a peer as
 * state.
 */
public final class History {

  private static final int OVERHEAD = 256;

  private final long capacity;

  @Bounded(by = CoreBounds.HISTORY)
  private final TreeMap<Long, Decision> decisions = new TreeMap<>();

  private long octets;
  private long stable;

  public History(long capacity) {
    this.capacity = capacity;
  }

  public void add(Decision decision) {
    decisions.put(decision.certificate().sequence().value(), decision);
    octets += weight(decision);
    trim();
  }

  /** A checkpoint became stable: what lies below it may go. */
  void settle(SequenceNumber checkpoint) {
    stable = checkpoint.value();
    trim();
  }

  private void trim() {
    while (octets > capacity && decisions.size() > 1 && decisions.firstKey() <= stable) {
      octets -= weight(decisions.pollFirstEntry().getValue());
    }
  }

  public boolean reaches(SequenceNumber from) {
    return !decisions.isEmpty() && decisions.firstKey() <= from.value();
  }

  /** Decisions in a row from {@code from} on: as many as fit, at least one if there is one. */
  public List<Decision> from(SequenceNumber from, int mostOctets) {
    var found = new ArrayList<Decision>();
    long total = 0;
    for (var decision : decisions.tailMap(from.value(), true).values()) {
      total += weight(decision);
      if (!found.isEmpty() && total > mostOctets) {
        break;
      }
      found.add(decision);
    }
    return found;
  }

  /** The octets of those requests that decisions here refer to, by digest. */
  public Map<Digest, Bytes> find(Set<Digest> digests) {
    var found = new HashMap<Digest, Bytes>();
    for (var decision : decisions.values()) {
      var references = decision.batch().requests();
      for (int i = 0; i < references.size(); i++) {
        var digest = references.get(i).digest();
        if (digests.contains(digest)) {
          found.put(digest, decision.requests().get(i));
        }
      }
    }
    return found;
  }

  void clear() {
    decisions.clear();
    octets = 0;
  }

  public static long weight(Decision decision) {
    return OVERHEAD
        + 64L * decision.batch().requests().size()
        + decision.requests().stream().mapToLong(Bytes::length).sum();
  }
}
