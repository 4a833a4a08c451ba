package io.quorate.engine.core.checkpoint;

import io.quorate.engine.core.agreement.InOrderDelivery;
import io.quorate.engine.core.agreement.PhaseBoard;
import io.quorate.engine.core.agreement.Primary;
import io.quorate.engine.core.agreement.SlotContext;
import io.quorate.engine.core.effect.Effect;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Fact;
import io.quorate.engine.model.Header;
import io.quorate.engine.model.certificate.StableCheckpoint;
import io.quorate.engine.model.message.Message.Checkpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Signs and counts checkpoints, and moves the low mark up with all that hangs on it (§4.3). */
public record WaterMarks(
    CheckpointTracker checkpoints,
    SlotContext context,
    InOrderDelivery delivery,
    Primary primary,
    PhaseBoard board) {

  /** A batch was applied: at a checkpoint, says so. */
  public List<Effect> executed(Header header) {
    var effects = new ArrayList<Effect>();
    if (checkpoints.isDue(header.sequence())) {
      checkpoints.executed(header);
      context
          .rules()
          .checkpoint(header)
          .ifPresent(
              vote -> {
                effects.add(new Effect.SendSigned(vote.wire(), Optional.empty()));
                checkpoints.count(vote);
              });
      effects.addAll(settle());
    }
    return effects;
  }

  public List<Effect> onCheckpoint(Verified<Checkpoint> vote) {
    checkpoints.count(vote);
    return settle();
  }

  /** Somebody showed a quorum's certificate, alone or as what a view begins with. */
  public List<Effect> certified(StableCheckpoint checkpoint) {
    checkpoints.certify(checkpoint);
    return settle();
  }

  /** The state of this checkpoint came from a peer, or from one's own disk. */
  public List<Effect> restored(StableCheckpoint checkpoint) {
    checkpoints.executed(checkpoint.header());
    return stabilize(checkpoint);
  }

  private List<Effect> settle() {
    var effects = new ArrayList<Effect>();
    checkpoints
        .divergence()
        .ifPresent(
            found ->
                effects.add(
                    new Effect.Halt(
                        "own header " + found.own() + ", a quorum's " + found.quorum())));
    checkpoints.newlyStable().ifPresent(checkpoint -> effects.addAll(stabilize(checkpoint)));
    return effects;
  }

  private List<Effect> stabilize(StableCheckpoint checkpoint) {
    var at = checkpoint.sequence();
    checkpoints.advance(checkpoint);
    board.advance(at.value());
    context.rules().forgetUpTo(at);
    primary.resume(at);
    var settled = delivery.settle(at);
    return List.of(
        new Effect.Persist(new Fact.Stabilized(checkpoint)),
        new Effect.StabilizeCheckpoint(checkpoint, settled));
  }
}
