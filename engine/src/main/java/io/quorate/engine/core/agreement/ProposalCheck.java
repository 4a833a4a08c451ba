package io.quorate.engine.core.agreement;

import io.quorate.engine.core.effect.Rejection;
import io.quorate.engine.model.Batch;
import io.quorate.engine.model.ProtocolRules;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.RequestReference;
import io.quorate.engine.model.message.Message.PrePrepare;
import java.util.HashSet;
import java.util.Optional;

/** What a backup demands of a batch before it looks at its requests, or fetches any. */
public record ProposalCheck(ProtocolRules rules, IntervalBytes bytes) {

  /**
   * @param planned the view's plan demands this batch: it was valid once and stays so
   */
  Optional<Rejection> refuse(PrePrepare proposal, boolean planned, long nowMillis) {
    var batch = proposal.batch();
    if (planned) {
      return Optional.empty();
    }
    if (batch.isNull()) {
      return bytes.isFirst(proposal.sequence())
          ? Optional.of(new Rejection.NeedlessNullBatch(proposal.sequence()))
          : Optional.empty();
    }
    return tooLarge(batch)
        .or(() -> tooMuch(proposal))
        .or(() -> repeats(batch, proposal))
        .or(() -> clockTooFar(batch, nowMillis));
  }

  private Optional<Rejection> tooLarge(Batch batch) {
    var limits = rules.limits();
    int operations = batch.operations();
    int weight = batch.weight();
    boolean fits = operations <= limits.batchOperations() && weight <= limits.batchBytes();
    return fits && batch.requests().stream().allMatch(this::isAllowed)
        ? Optional.empty()
        : Optional.of(new Rejection.BatchTooLarge(operations, weight));
  }

  /** No correct client's request is larger; a pool would take no such one in. */
  private boolean isAllowed(RequestReference request) {
    return request.size() <= rules.limits().requestBytes();
  }

  private Optional<Rejection> tooMuch(PrePrepare proposal) {
    long room = bytes.room(proposal.sequence());
    int weight = proposal.batch().weight();
    return weight <= room
        ? Optional.empty()
        : Optional.of(new Rejection.IntervalFull(proposal.sequence(), weight, room));
  }

  private static Optional<Rejection> repeats(Batch batch, PrePrepare proposal) {
    var seen = new HashSet<RequestId>();
    return batch.requests().stream().allMatch(each -> seen.add(each.id()))
        ? Optional.empty()
        : Optional.of(new Rejection.RepeatedRequest(proposal.sequence()));
  }

  private Optional<Rejection> clockTooFar(Batch batch, long nowMillis) {
    long proposed = Primary.millis(batch.timestamp());
    return Math.abs(Math.subtractExact(proposed, nowMillis)) > rules.maxClockDriftMillis()
        ? Optional.of(new Rejection.ClockTooFar(proposed, nowMillis))
        : Optional.empty();
  }
}
