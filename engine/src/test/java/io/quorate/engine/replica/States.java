package io.quorate.engine.replica;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.fixtures.Committee;
import io.quorate.engine.model.ConfigurationId;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Header;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.certificate.StableCheckpoint;
import io.quorate.engine.model.message.StateMessage.StateManifest;
import io.quorate.engine.replica.execution.Execution;
import io.quorate.engine.spi.Chunk;
import java.util.List;
import java.util.stream.Stream;

/** Stable checkpoints of whatever state a test likes. */
public final class States {

  private final Committee committee = Committee.of(4).with(ActorFixture.RULES);

  StableCheckpoint checkpoint(long at, List<Chunk> chunks) {
    return committee.stable(
        Canonical.seal(
            new Header(
                new SequenceNumber(at),
                Digest.ZERO,
                Digest.ZERO,
                Digest.ZERO,
                Execution.rootOf(chunks),
                ConfigurationId.GENESIS,
                at,
                Digest.ZERO)));
  }

  public StateManifest manifest(int from, long at, Chunk... chunks) {
    return new StateManifest(
        new ReplicaId(from),
        checkpoint(at, List.of(chunks)),
        Stream.of(chunks).map(Chunk::digest).toList());
  }

  public StateManifest withChunks(StateManifest manifest, Chunk... chunks) {
    return new StateManifest(
        manifest.replica(), manifest.checkpoint(), Stream.of(chunks).map(Chunk::digest).toList());
  }
}
