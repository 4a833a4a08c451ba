package io.quorate.engine.core;

import io.quorate.engine.model.Configuration;

/** What a slot stands on: who votes, what may be signed, which requests are here. */
record SlotContext(Configuration configuration, SafetyRules rules, Requests requests) {

  int quorum() {
    return configuration.quorum().size();
  }
}
