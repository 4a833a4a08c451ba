package io.quorate.engine.model.message;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.certificate.StableCheckpoint;
import java.util.List;

/** What replicas say to each other when one of them needs the state of others. */
public sealed interface StateMessage extends Message {

  /** Asks which chunks make the state at a stable checkpoint, at {@code atLeast} or later. */
  record FetchState(ReplicaId replica, SequenceNumber atLeast) implements StateMessage {
    @Override
    public MessageType type() {
      return MessageType.FETCH_STATE;
    }

    @Override
    public long statedSequence() {
      return atLeast.value();
    }
  }

  /** A stable checkpoint and the digests of its chunks, whose Merkle root the header holds. */
  record StateManifest(ReplicaId replica, StableCheckpoint checkpoint, List<Digest> chunks)
      implements StateMessage {
    public StateManifest {
      chunks = List.copyOf(chunks);
    }

    @Override
    public MessageType type() {
      return MessageType.STATE_MANIFEST;
    }

    @Override
    public long statedSequence() {
      return checkpoint.sequence().value();
    }
  }

  /** Asks for a part of a chunk. */
  record FetchChunk(ReplicaId replica, Digest chunk, int offset) implements StateMessage {
    @Override
    public MessageType type() {
      return MessageType.FETCH_CHUNK;
    }
  }

  /**
   * A part of a chunk.
   *
   * @param length octets of the whole chunk
   */
  record StateChunk(ReplicaId replica, Digest chunk, int length, int offset, Bytes octets)
      implements StateMessage {
    @Override
    public MessageType type() {
      return MessageType.STATE_CHUNK;
    }
  }
}
