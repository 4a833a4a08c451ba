package io.quorate.sim.adversary;

import io.quorate.engine.codec.MessageCodec;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.MessageType;
import io.quorate.engine.model.message.Statement;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps from the honest replica inside a liar what would make it convict itself or a fellow, and
 * leave the view: its own proposals, and a second one for a slot.
 */
final class SelfConvictionFilter {

  private final int self;
  private final Map<EquivocationPlan.Place, Digest> seen = new HashMap<>();

  SelfConvictionFilter(int self) {
    this.self = self;
  }

  boolean let(Bytes wire) {
    var heard = new boolean[] {true};
    MessageCodec.open(wire).match(opened -> heard[0] = let(opened.statement()), error -> {});
    return heard[0];
  }

  private boolean let(Statement said) {
    if (said.type() != MessageType.PRE_PREPARE) {
      return true;
    }
    var place =
        new EquivocationPlan.Place(new View(said.view()), new SequenceNumber(said.sequence()));
    return said.signer() != self
        && seen.computeIfAbsent(place, first -> said.digest()).equals(said.digest());
  }
}
