package io.quorate.engine.core;

import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Batch;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.certificate.CommitCertificate;
import io.quorate.engine.model.certificate.PreparedCertificate;
import io.quorate.engine.model.message.Message.PrePrepare;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is open between the water marks (OSDI '99, §4.2 and §4.3): the current view's slots, and
 * what outlives a view — prepared certificates, decisions, and every batch that was seen, by
 * digest.
 */
final class SlotWindow {

  private final int size;
  private final TreeMap<Long, Slot> slots = new TreeMap<>();
  private final TreeMap<Long, PreparedCertificate> prepared = new TreeMap<>();
  private final TreeMap<Long, CommitCertificate> decided = new TreeMap<>();
  private final TreeMap<Long, Map<Digest, Batch>> batches = new TreeMap<>();
  private final Map<Digest, Verified<PrePrepare>> proposals = new HashMap<>();
  private SequenceNumber low = SequenceNumber.ZERO;

  SlotWindow(int size) {
    this.size = size;
  }

  SequenceNumber low() {
    return low;
  }

  SequenceNumber high() {
    return low.plus(size);
  }

  boolean contains(SequenceNumber sequence) {
    return sequence.isAfter(low) && !sequence.isAfter(high());
  }

  Slot slot(SequenceNumber sequence) {
    var slot = slots.get(sequence.value());
    return slot == null ? new Slot.Open(sequence, Slot.Tally.EMPTY) : slot;
  }

  void put(Slot slot) {
    slots.put(slot.sequence().value(), slot);
    if (slot instanceof Slot.Prepared ready) {
      keep(ready.certificate());
    }
  }

  /** Slots of the current view from {@code first} on, in order. */
  SortedMap<Long, Slot> from(SequenceNumber first) {
    return slots.tailMap(first.value(), true);
  }

  void keep(PreparedCertificate certificate) {
    prepared.merge(certificate.sequence().value(), certificate, NewViewPlan::ofTheHigherView);
  }

  /** The certificates that a VIEW-CHANGE carries: above the low mark, the highest view's. */
  List<PreparedCertificate> certificates() {
    return List.copyOf(prepared.tailMap(low.value(), false).values());
  }

  /**
   * Takes note of a decision.
   *
   * @return the other digest, when another one was decided here: more than f replicas lied
   */
  Optional<Digest> decide(CommitCertificate certificate) {
    var first = decided.putIfAbsent(certificate.sequence().value(), certificate);
    return first == null || first.batch().equals(certificate.batch())
        ? Optional.empty()
        : Optional.of(first.batch());
  }

  Optional<CommitCertificate> decision(SequenceNumber sequence) {
    return Optional.ofNullable(decided.get(sequence.value()));
  }

  void keep(Verified<PrePrepare> proposal) {
    var message = proposal.message();
    keep(message.sequence(), message.batch());
    proposals.put(message.digest(), proposal);
  }

  void keep(SequenceNumber at, Batch batch) {
    batches.computeIfAbsent(at.value(), n -> new HashMap<>(2)).put(batch.digest(), batch);
  }

  Optional<Batch> batch(SequenceNumber at, Digest digest) {
    return Optional.ofNullable(batches.getOrDefault(at.value(), Map.of()).get(digest));
  }

  /** The signed proposal of a batch, for whoever fetches it. */
  Optional<Verified<PrePrepare>> proposalOf(Digest batch) {
    return Optional.ofNullable(proposals.get(batch));
  }

  /** A view ended: its slots go; certificates and decisions stay. */
  void endView() {
    slots.clear();
  }

  /** Moves the low mark up and forgets what lies at or below it. */
  void advance(SequenceNumber stable) {
    low = stable;
    slots.headMap(stable.value(), true).clear();
    prepared.headMap(stable.value(), true).clear();
    decided.headMap(stable.value(), true).clear();
    var gone = batches.headMap(stable.value(), true);
    gone.values().forEach(each -> proposals.keySet().removeAll(each.keySet()));
    gone.clear();
  }
}
