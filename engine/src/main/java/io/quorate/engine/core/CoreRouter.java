package io.quorate.engine.core;

import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.Checkpoint;
import io.quorate.engine.model.message.Message.CheckpointProof;
import io.quorate.engine.model.message.Message.Commit;
import io.quorate.engine.model.message.Message.Decided;
import io.quorate.engine.model.message.Message.Fetch;
import io.quorate.engine.model.message.Message.FetchDecided;
import io.quorate.engine.model.message.Message.PrePrepare;
import io.quorate.engine.model.message.Message.Prepare;
import io.quorate.engine.model.message.Message.Status;
import java.util.function.Consumer;

/**
 * Which of the core's inputs a message about the order is.
 *
 * @param heard is told of every status as well
 * @param strange takes what is not about the order
 */
public record CoreRouter(
    ReplicaCore core, Consumer<Status> heard, Consumer<Verified<? extends Message>> strange) {

  /** Gives one verified message to the core. */
  public void deliver(Verified<? extends Message> message) {
    switch (message.message().type()) {
      case PRE_PREPARE -> core.onPrePrepare(message.as(PrePrepare.class));
      case PREPARE -> core.onPrepare(message.as(Prepare.class));
      case COMMIT -> core.onCommit(message.as(Commit.class));
      case CHECKPOINT -> core.onCheckpoint(message.as(Checkpoint.class));
      case CHECKPOINT_PROOF -> core.onCheckpointProof(message.as(CheckpointProof.class).message());
      case STATUS -> onStatus(message.as(Status.class).message());
      case FETCH -> core.onFetch(message.as(Fetch.class).message());
      case FETCH_DECIDED -> core.onFetchDecided(message.as(FetchDecided.class).message());
      case DECIDED -> core.onDecided(message.as(Decided.class));
      default -> strange.accept(message);
    }
  }

  private void onStatus(Status status) {
    heard.accept(status);
    core.onStatus(status);
  }
}
