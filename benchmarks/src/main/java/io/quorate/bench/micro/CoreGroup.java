package io.quorate.bench.micro;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.core.CoreSettings;
import io.quorate.engine.core.ReplicaCore;
import io.quorate.engine.core.effect.Effect;
import io.quorate.engine.core.effect.Outbox;
import io.quorate.engine.crypto.MessageVerifier;
import io.quorate.engine.crypto.VerificationFailure;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ConfigurationId;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Header;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.Checkpoint;
import io.quorate.engine.model.message.Message.Commit;
import io.quorate.engine.model.message.Message.PrePrepare;
import io.quorate.engine.model.message.Message.Prepare;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Replicas that are cores and nothing else, in one thread, with a disk that is always at once. */
final class CoreGroup {

  /** Calendar time of all batches, in milliseconds. */
  private static final long WALL = 1_700_000_000_000L;

  private record Said(Seat by, Verified<? extends Message> vote) {}

  private final MicroGroup group;
  private final MessageVerifier verifier;
  private final List<Seat> seats = new ArrayList<>();
  private final Deque<Said> underWay = new ArrayDeque<>();
  private long requests;

  CoreGroup(int replicas) {
    group = MicroGroup.unsigned(replicas);
    verifier = group.verifier();
    var genesis = Canonical.genesisCheckpoint(Digest.ZERO);
    var settings = CoreSettings.of(group.genesis().rules());
    for (int i = 0; i < replicas; i++) {
      var configuration = group.genesis().configuration();
      var core = new ReplicaCore(group.replica(i), configuration, genesis, settings);
      core.at(0, WALL);
      seats.add(new Seat(core));
    }
  }

  /** Has a request ordered and executed by all; gives the slot that it got. */
  SequenceNumber order() {
    requests++;
    var request = group.request(requests, 1, 0);
    for (var seat : seats) {
      seat.core.onRequest(request);
      seat.perform();
    }
    while (!underWay.isEmpty()) {
      var said = underWay.remove();
      for (var seat : seats) {
        if (seat != said.by()) {
          seat.hear(said.vote());
        }
      }
    }
    var executed = seats.get(seats.size() - 1).core.executed();
    if (executed.value() != requests) {
      throw new IllegalStateException(requests + " requests, executed up to " + executed);
    }
    return executed;
  }

  /** Checkpoint votes leave the core as octets. */
  private Verified<? extends Message> read(Bytes wire) {
    var holder = new ArrayList<Verified<? extends Message>>(1);
    verifier
        .open(wire, CoreGroup::refused)
        .ifPresent(opened -> verifier.read(opened, new Taking(holder)));
    return holder.get(0);
  }

  private static void refused(VerificationFailure why) {
    throw new IllegalStateException("a good message was refused: " + why);
  }

  private record Taking(List<Verified<? extends Message>> holder)
      implements MessageVerifier.Outcome {
    @Override
    public void verified(Verified<? extends Message> message) {
      holder.add(message);
    }

    @Override
    public void unverified(VerificationFailure why) {
      refused(why);
    }
  }

  /** One core, and what its shell would do for it. */
  private final class Seat {
    private final ReplicaCore core;
    private final Outbox outbox = new Outbox();

    Seat(ReplicaCore core) {
      this.core = core;
    }

    private void hear(Verified<? extends Message> vote) {
      switch (vote.message().type()) {
        case PRE_PREPARE -> core.onPrePrepare(vote.as(PrePrepare.class));
        case PREPARE -> core.onPrepare(vote.as(Prepare.class));
        case COMMIT -> core.onCommit(vote.as(Commit.class));
        case CHECKPOINT -> core.onCheckpoint(vote.as(Checkpoint.class));
        default -> throw new IllegalStateException("nobody says " + vote);
      }
      perform();
    }

    private void perform() {
      core.propose();
      for (var effects = core.takeEffects(); !effects.isEmpty(); effects = core.takeEffects()) {
        effects.forEach(this::perform);
        if (!outbox.nextGroup().isEmpty()) {
          for (var vote : outbox.written()) {
            underWay.add(new Said(this, vote));
            core.onOwn(vote);
          }
        }
        core.propose();
      }
    }

    private void perform(Effect effect) {
      if (effect instanceof Effect.PersistThenSend cast) {
        outbox.offer(cast);
      } else if (effect instanceof Effect.Persist remember) {
        outbox.offer(remember);
      } else if (effect instanceof Effect.SendSigned forward) {
        underWay.add(new Said(this, read(forward.wire())));
      } else if (effect instanceof Effect.Execute execute) {
        core.onExecuted(header(execute.sequence(), execute.batch().digest()));
      } else if (!(effect instanceof Effect.StabilizeCheckpoint)) {
        throw new IllegalStateException("all is well, and yet: " + effect);
      }
    }
  }

  private static Header header(SequenceNumber at, Digest batch) {
    return Canonical.seal(
        new Header(
            at,
            Digest.ZERO,
            batch,
            Digest.ZERO,
            Digest.ZERO,
            ConfigurationId.GENESIS,
            at.value(),
            Digest.ZERO));
  }
}
