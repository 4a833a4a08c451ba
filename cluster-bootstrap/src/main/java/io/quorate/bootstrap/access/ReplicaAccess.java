package io.quorate.bootstrap.access;

import io.quorate.engine.client.Reply;
import io.quorate.engine.model.Bytes;
import java.util.concurrent.CompletionStage;

/** What a process around a replica may ask of it; from any thread. */
public interface ReplicaAccess {

  /**
   * Has the group execute an operation. Fails with {@link
   * io.quorate.engine.client.RequestFailed.NotExecuted} or {@link
   * io.quorate.engine.client.RequestFailed.Indeterminate}.
   */
  CompletionStage<Reply> ask(Bytes operation);

  /** How this replica is, from its own point of view; answers also without a quorum. */
  CompletionStage<ReplicaStatus> status();
}
