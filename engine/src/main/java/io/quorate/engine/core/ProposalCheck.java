package io.quorate.engine.core;

import io.quorate.engine.model.Batch;
import io.quorate.engine.model.ProtocolRules;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.message.Message.PrePrepare;
import java.util.HashSet;
import java.util.Optional;

/** What a backup demands of a batch before it looks at its requests. */
record ProposalCheck(ProtocolRules rules) {

  /**
   * @param planned the view's plan demands this batch: it was valid once and stays so
   */
  Optional<Rejection> refuse(PrePrepare proposal, boolean planned, long nowMillis) {
    var batch = proposal.batch();
    if (planned) {
      return Optional.empty();
    }
    if (batch.isNull() || batch.operations() > most(batch)) {
      return Optional.of(
          new Rejection.BatchTooLarge(batch.operations(), rules.limits().batchOperations()));
    }
    if (repeats(batch)) {
      return Optional.of(new Rejection.RepeatedRequest(proposal.sequence()));
    }
    long proposed = Primary.millis(batch.timestamp());
    return Math.abs(Math.subtractExact(proposed, nowMillis)) > rules.maxClockDriftMillis()
        ? Optional.of(new Rejection.ClockTooFar(proposed, nowMillis))
        : Optional.empty();
  }

  /** One request alone may be larger than the limit for several. */
  private int most(Batch batch) {
    return batch.requests().size() == 1 ? Integer.MAX_VALUE : rules.limits().batchOperations();
  }

  private static boolean repeats(Batch batch) {
    var seen = new HashSet<RequestId>();
    return !batch.requests().stream().allMatch(each -> seen.add(each.id()));
  }
}
