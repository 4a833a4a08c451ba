package io.quorate.engine.core.agreement;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.core.effect.CoreBounds;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Batch;
import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.ProtocolRules;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.certificate.CommitCertificate;
import io.quorate.engine.model.certificate.PreparedCertificate;
import io.quorate.engine.model.message.Message.PrePrepare;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What is open between the water marks (OSDI '99, §4.2 and §4.3): the current view's slots, and
 * what outlives a view — prepared certificates, decisions, and every batch that was seen, by
 * digest.
 */
public final class SlotWindow {

  private static final Batch NOTHING = Canonical.nullBatch();

  private final int size;

  @Bounded(by = CoreBounds.WINDOW)
  private final TreeMap<Long, Slot> slots = new TreeMap<>();

  @Bounded(by = CoreBounds.WINDOW)
  private final TreeMap<Long, PreparedCertificate> prepared = new TreeMap<>();

  @Bounded(by = CoreBounds.WINDOW)
  private final TreeMap<Long, CommitCertificate> decided = new TreeMap<>();

  @Bounded(by = CoreBounds.WINDOW)
  private final TreeMap<Long, Map<Digest, Batch>> batches = new TreeMap<>();

  @Bounded(by = CoreBounds.WINDOW)
  private final TreeMap<Long, Map<Digest, Verified<PrePrepare>>> proposals = new TreeMap<>();

  private final IntervalBytes bytes;
  private SequenceNumber low = SequenceNumber.ZERO;

  public SlotWindow(ProtocolRules rules) {
    this.size = rules.window();
    this.bytes = new IntervalBytes(rules);
  }

  /** What the current view's batches weigh. */
  public IntervalBytes bytes() {
    return bytes;
  }

  SequenceNumber low() {
    return low;
  }

  public SequenceNumber high() {
    return low.plus(size);
  }

  public boolean contains(SequenceNumber sequence) {
    return sequence.isAfter(low) && !sequence.isAfter(high());
  }

  public Slot slot(SequenceNumber sequence) {
    var slot = slots.get(sequence.value());
    return slot == null ? new Slot.Open(sequence, Slot.Tally.EMPTY) : slot;
  }

  public void put(Slot slot) {
    slots.put(slot.sequence().value(), slot);
    if (slot instanceof Slot.Prepared ready) {
      keep(ready.certificate());
    }
  }

  /** Slots of the current view from {@code first} on, in order. */
  public SortedMap<Long, Slot> from(SequenceNumber first) {
    return slots.tailMap(first.value(), true);
  }

  /** Whether the primary wants something here; votes alone, which anyone may send, do not count. */
  public boolean hasProposalAfter(SequenceNumber executed) {
    return from(executed.next()).values().stream().anyMatch(slot -> !(slot instanceof Slot.Open));
  }

  public void keep(PreparedCertificate certificate) {
    prepared.merge(certificate.sequence().value(), certificate, NewViewPlan::ofTheHigherView);
  }

  /** The certificates that a VIEW-CHANGE carries: above the low mark, the highest view's. */
  public List<PreparedCertificate> certificates() {
    return List.copyOf(prepared.tailMap(low.value(), false).values());
  }

  /**
   * Takes note of a decision.
   *
   * @return the other digest, when another one was decided here: more than f replicas lied
   */
  public Optional<Digest> decide(CommitCertificate certificate) {
    var first = decided.putIfAbsent(certificate.sequence().value(), certificate);
    if (first == null && !bytes.has(certificate.sequence())) {
      count(certificate);
    }
    return first == null || first.batch().equals(certificate.batch())
        ? Optional.empty()
        : Optional.of(first.batch());
  }

  Optional<CommitCertificate> decision(SequenceNumber sequence) {
    return Optional.ofNullable(decided.get(sequence.value()));
  }

  /** Keeps a proposal that may be shown to others: a peer's, or an own one once it is durable. */
  public void keep(Verified<PrePrepare> proposal) {
    var message = proposal.message();
    keep(message.sequence(), message.batch());
    proposals
        .computeIfAbsent(message.sequence().value(), n -> new HashMap<>(2))
        .put(message.digest(), proposal);
  }

  public void keep(SequenceNumber at, Batch batch) {
    batches.computeIfAbsent(at.value(), n -> new HashMap<>(2)).put(batch.digest(), batch);
  }

  public boolean isKept(Verified<PrePrepare> proposal) {
    var message = proposal.message();
    var kept = proposals.getOrDefault(message.sequence().value(), Map.of()).get(message.digest());
    return kept != null && kept.wire().equals(proposal.wire());
  }

  /**
   * The batch of that digest; the null batch is always here, others may have been seen elsewhere.
   */
  Optional<Batch> batch(SequenceNumber at, Digest digest) {
    if (digest.equals(NOTHING.digest())) {
      return Optional.of(NOTHING);
    }
    var here = batches.getOrDefault(at.value(), Map.of()).get(digest);
    return here != null
        ? Optional.of(here)
        : batches.values().stream().flatMap(each -> found(each, digest)).findFirst();
  }

  /** The signed proposal of a batch, for whoever fetches it. */
  public Optional<Verified<PrePrepare>> proposalOf(Digest batch) {
    return proposals.values().stream().flatMap(each -> found(each, batch)).findFirst();
  }

  /** The requests of all batches that may still be executed here. */
  Set<Digest> referenced() {
    return requestsOf(batches);
  }

  /** A view ended: its slots go; certificates and decisions stay, and count in the next one. */
  public void endView() {
    slots.clear();
    bytes.clear();
    decided.values().forEach(this::count);
  }

  private void count(CommitCertificate certificate) {
    var at = certificate.sequence();
    batch(at, certificate.batch()).ifPresent(batch -> bytes.put(at, batch));
  }

  /**
   * Moves the low mark up and forgets what lies at or below it.
   *
   * @return the requests of the batches that are forgotten
   */
  Set<Digest> advance(SequenceNumber stable) {
    low = stable;
    bytes.advance(stable);
    slots.headMap(stable.value(), true).clear();
    prepared.headMap(stable.value(), true).clear();
    decided.headMap(stable.value(), true).clear();
    proposals.headMap(stable.value(), true).clear();
    var gone = batches.headMap(stable.value(), true);
    var requests = requestsOf(gone);
    gone.clear();
    return requests;
  }

  private static Set<Digest> requestsOf(Map<Long, Map<Digest, Batch>> of) {
    var requests = new TreeSet<Digest>();
    of.values()
        .forEach(
            slot ->
                slot.values()
                    .forEach(
                        batch -> batch.requests().forEach(each -> requests.add(each.digest()))));
    return requests;
  }

  private static <T> Stream<T> found(Map<Digest, T> among, Digest digest) {
    return Stream.ofNullable(among.get(digest));
  }
}
