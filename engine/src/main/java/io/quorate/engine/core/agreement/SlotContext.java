package io.quorate.engine.core.agreement;

import io.quorate.engine.core.request.Requests;
import io.quorate.engine.model.Configuration;

/** What a slot stands on: who votes, what may be signed, which requests are here. */
public record SlotContext(Configuration configuration, SafetyRules rules, Requests requests) {

  int quorum() {
    return configuration.quorum().size();
  }
}
