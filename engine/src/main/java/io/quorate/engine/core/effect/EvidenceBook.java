package io.quorate.engine.core.effect;

import static java.util.Comparator.comparing;

import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.message.Message.PrePrepare;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The evidence that this replica holds, each piece once. Bounded in octets: every replica may fill
 * an equal share, and what comes first stays, for one proof is as good as a thousand. Kept in
 * memory only.
 */
public final class EvidenceBook {

  private final long most;
  private final long share;

  @Bounded(by = CoreBounds.EVIDENCE)
  private final TreeMap<Long, List<Verified<PrePrepare>>> heard = new TreeMap<>();

  private long rememberedOctets;

  @Bounded(by = CoreBounds.EVIDENCE)
  private final List<Evidence> kept = new ArrayList<>();

  @Bounded(by = CoreBounds.EVIDENCE)
  private final Set<Evidence> known = new HashSet<>();

  @Bounded(by = CoreBounds.EVIDENCE)
  private final Map<ReplicaId, Long> octets = new HashMap<>();

  /**
   * @param most octets for all replicas together; as many again for proposals to compare with
   */
  public EvidenceBook(long most, int replicas) {
    this.most = most;
    this.share = most / replicas;
  }

  /**
   * A proposal came: what contradicts it later is evidence, though its slot be settled. Of those
   * that were refused one a signer and slot is enough.
   */
  public void remember(Verified<PrePrepare> proposal, boolean isRefused) {
    var message = proposal.message();
    var here = heard.computeIfAbsent(message.sequence().value(), at -> new ArrayList<>(1));
    if (here.stream()
        .anyMatch(
            each ->
                isRefused
                    ? each.signer() == proposal.signer()
                    : each.wire().equals(proposal.wire()))) {
      return;
    }
    here.add(proposal);
    rememberedOctets += proposal.wire().length();
    while (rememberedOctets > most) {
      for (var oldest : heard.pollFirstEntry().getValue()) {
        rememberedOctets -= oldest.wire().length();
      }
    }
  }

  /** The octets of a proposal for the same slot that holds another batch, best of the same view. */
  public Optional<Bytes> against(PrePrepare proposal) {
    return heard.getOrDefault(proposal.sequence().value(), List.of()).stream()
        .filter(each -> !each.message().digest().equals(proposal.digest()))
        .max(comparing(each -> each.message().view().equals(proposal.view())))
        .map(Verified::wire);
  }

  /** False when it is here already, or its signer's share is full. */
  public boolean keep(Evidence evidence) {
    long before = octets.getOrDefault(evidence.by(), 0L);
    if (before + evidence.octets() > share || !known.add(evidence)) {
      return false;
    }
    kept.add(evidence);
    octets.put(evidence.by(), before + evidence.octets());
    return true;
  }

  /** In the order in which it came. */
  public List<Evidence> all() {
    return List.copyOf(kept);
  }
}
