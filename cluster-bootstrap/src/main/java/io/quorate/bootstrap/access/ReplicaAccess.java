package io.quorate.bootstrap.access;

import io.quorate.engine.client.BftClient;
import io.quorate.engine.client.Reply;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.certificate.FinalityCertificate;
import io.quorate.engine.spi.SnapshotStore.Snapshot;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;

/** What a process around a replica may ask of it; from any thread. */
public interface ReplicaAccess {

  /**
   * Has the group execute an operation. Fails with {@link
   * io.quorate.engine.client.RequestFailed.NotExecuted} or {@link
   * io.quorate.engine.client.RequestFailed.Indeterminate}.
   */
  CompletionStage<Reply> ask(Bytes operation);

  /**
   * The actor behind {@link #ask}, for whoever asks it by the ask pattern.
   *
   * @throws UnsupportedOperationException when there is no actor behind it
   */
  default ActorRef<BftClient.Command> client() {
    throw new UnsupportedOperationException("no client actor here");
  }

  /** How this replica is, from its own point of view; answers also without a quorum. */
  CompletionStage<ReplicaStatus> status();

  /** What the registry of this replica tells, and what this replica found of it. */
  default RegistryStatus registry() {
    return RegistryStatus.NONE;
  }

  /**
   * The latest certificate of finality; empty before the first checkpoint is stable, and where
   * there are none.
   */
  default CompletionStage<Optional<FinalityCertificate>> finality() {
    return CompletableFuture.completedStage(Optional.empty());
  }

  /**
   * The newest stable state with its certificate, of which things can be proven; empty as {@link
   * #finality} is.
   */
  default CompletionStage<Optional<Snapshot>> stableState() {
    return CompletableFuture.completedStage(Optional.empty());
  }

  /**
   * Has this replica ask for the view after this one, if this one is in force. It stops voting
   * until the next view is: f + 1 replicas that are asked bring that at once.
   *
   * @throws UnsupportedOperationException when there are no views here
   */
  default void handOver(long view) {
    throw new UnsupportedOperationException("no views here");
  }
}
