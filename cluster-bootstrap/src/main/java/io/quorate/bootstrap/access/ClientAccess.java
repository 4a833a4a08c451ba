package io.quorate.bootstrap.access;

import io.quorate.engine.client.Reply;
import io.quorate.engine.model.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;

/**
 * Connects as a registered client that believes a result when f + 1 replicas have signed it. The
 * provider is named in {@code META-INF/services}.
 */
public interface ClientAccess {

  /**
   * Connects as the client whose keys are in the group's directory.
   *
   * @param directory of the group: {@code committee.conf} and {@code client-0/}
   * @throws IOException with a message for the operator when the directory has no group
   */
  Connection connect(Path directory) throws IOException;

  /** A connection to the group. Failed stages hold a {@code RequestFailed}. */
  interface Connection extends AutoCloseable {

    CompletionStage<Reply> ask(Bytes operation);

    @Override
    void close();
  }
}
