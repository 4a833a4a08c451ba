package io.quorate.bootstrap.access;

import io.quorate.engine.client.Reply;
import io.quorate.engine.model.Bytes;
import java.util.concurrent.CompletionStage;

/** Reads of what this replica executed last, without asking the others. */
@FunctionalInterface
public interface StaleReads {

  /** Applies an operation that changes nothing to the latest executed state. */
  CompletionStage<Reply> read(Bytes operation);
}
