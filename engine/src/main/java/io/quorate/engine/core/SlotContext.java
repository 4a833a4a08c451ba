package io.quorate.engine.core;

import io.quorate.engine.model.Membership;

/** What a slot stands on: who votes, what may be signed, which requests are here. */
record SlotContext(Membership membership, SafetyRules rules, Requests requests) {

  int quorum() {
    return membership.quorum().size();
  }
}
