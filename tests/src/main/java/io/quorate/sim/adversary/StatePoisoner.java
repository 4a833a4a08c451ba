package io.quorate.sim.adversary;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Header;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.certificate.Endorsement;
import io.quorate.engine.model.certificate.StableCheckpoint;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.Checkpoint;
import io.quorate.engine.model.message.Message.Status;
import io.quorate.engine.model.message.StateMessage.StateChunk;
import io.quorate.engine.model.message.StateMessage.StateManifest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A source of state that gives another one: chunks that are not what was asked for, late or never;
 * manifests of other chunks, of a height that it invented, or of long ago, also unasked.
 */
final class StatePoisoner implements Adversary {

  private static final long FAR = 1_000_000;
  private static final long TRICKLE = 4_000_000_000L;

  private final Means means;

  StatePoisoner(Means means) {
    this.means = means;
  }

  @Override
  public List<Sent> rewrite(Sent honest) {
    if (!means.tellsPeer(honest)) {
      return List.of(honest);
    }
    var message = honest.message();
    if (message instanceof StateChunk chunk) {
      return chunk(honest, chunk);
    } else if (message instanceof StateManifest manifest) {
      return List.of(means.signed(honest.to(), manifest(manifest)));
    } else if (message instanceof Status status) {
      return List.of(honest, means.signed(honest.to(), invented(status.executed())));
    }
    return List.of(honest);
  }

  private List<Sent> chunk(Sent honest, StateChunk chunk) {
    return switch (means.random().nextInt(4)) {
      case 0 -> List.of();
      case 1 -> List.of(new Sent(honest.to(), honest.wire(), TRICKLE));
      case 2 -> List.of(means.signed(honest.to(), Altered.offset(chunk)));
      default -> List.of(means.signed(honest.to(), Altered.octets(chunk, means)));
    };
  }

  private Message manifest(StateManifest honest) {
    var chunks = new ArrayList<>(honest.chunks());
    return switch (means.random().nextInt(4)) {
      case 0 -> {
        chunks.add(means.noise());
        yield new StateManifest(means.self(), honest.checkpoint(), chunks);
      }
      case 1 -> new StateManifest(means.self(), means.beginning(), List.of());
      case 2 -> invented(honest.checkpoint().sequence());
      default -> honest;
    };
  }

  /** A far checkpoint that it alone signed, as often as a quorum would. */
  private StateManifest invented(SequenceNumber above) {
    var header =
        Canonical.seal(
            new Header(
                above.plus(FAR),
                means.noise(),
                means.noise(),
                means.noise(),
                means.noise(),
                means.beginning().header().configuration(),
                0,
                Digest.ZERO));
    var vote = means.signer().sign(new Checkpoint(header, means.self()));
    var mine = new Endorsement(means.self(), vote.signature());
    var checkpoint = new StableCheckpoint(header, Collections.nCopies(means.group() - 1, mine));
    return new StateManifest(means.self(), checkpoint, List.of(means.noise()));
  }
}
