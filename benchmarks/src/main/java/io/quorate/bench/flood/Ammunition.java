package io.quorate.bench.flood;

import io.quorate.engine.crypto.MessageSigner;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.Commit;
import io.quorate.engine.model.message.Message.Prepare;
import java.util.SplittableRandom;

/**
 * Votes that look valid: truly signed, for numbers of the window, for this view and some to come,
 * for batches that nobody proposed. Made beforehand, for signing costs their maker as much as
 * checking costs those who get them.
 */
final class Ammunition {

  private static final int ROUNDS = 4_096;
  private static final int VIEWS = 4;

  private final MessageSigner signer;
  private final int window;
  private final SplittableRandom random = new SplittableRandom(1);
  private final Bytes[] rounds = new Bytes[ROUNDS];
  private int next;
  private int oldest;

  /**
   * @param window slots that replicas keep open
   */
  Ammunition(MessageSigner signer, int window) {
    this.signer = signer;
    this.window = window;
  }

  /** Makes all of them, for the slots above where the others stand. */
  void load(Standing others) {
    for (int i = 0; i < ROUNDS; i++) {
      replaceOldest(others);
    }
  }

  /** Makes one anew, so that all keep up with the window. */
  void replaceOldest(Standing others) {
    rounds[oldest] = vote(others);
    oldest = (oldest + 1) % ROUNDS;
  }

  /** One after the other, again and again. */
  Bytes next() {
    var round = rounds[next];
    next = (next + 1) % ROUNDS;
    return round;
  }

  private Bytes vote(Standing others) {
    var view = new View(others.view() + (random.nextBoolean() ? 0 : random.nextInt(VIEWS)));
    var sequence = new SequenceNumber(others.executed() + 1 + random.nextInt(window));
    var nothing = Digest.of(Bytes.utf8("batch " + random.nextLong()));
    var self = new ReplicaId(Math.toIntExact(signer.id()));
    Message vote =
        random.nextBoolean()
            ? new Prepare(view, sequence, nothing, self)
            : new Commit(view, sequence, nothing, self);
    return signer.sign(vote).wire();
  }
}
