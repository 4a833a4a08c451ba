package io.quorate.bootstrap.access;

import io.quorate.engine.client.Reply;
import io.quorate.engine.model.Bytes;
import java.util.concurrent.CompletionStage;

/** Reads of what this replica executed last, without asking the others. */
@FunctionalInterface
public interface StaleReads {

  /** Asks the state machine about the latest executed state; nothing is executed. */
  CompletionStage<Reply> read(Bytes operation);
}
