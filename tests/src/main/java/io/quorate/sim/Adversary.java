package io.quorate.sim;

import io.quorate.engine.codec.MessageCodec;
import io.quorate.engine.crypto.MessageSigner;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.certificate.StableCheckpoint;
import io.quorate.engine.model.message.Message;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Stands between a Byzantine replica and the network: what the replica would honestly send goes in,
 * what is sent comes out. It signs with the replica's real key and can do all but forge others'.
 */
interface Adversary {

  List<Sent> rewrite(Sent honest);

  /** Octets on their way to a replica, or to a client. */
  record Sent(int to, Bytes wire) {
    /** The message; for those that the sender made itself, so that it can be read. */
    Message message() {
      var opened =
          MessageCodec.open(wire).orElseThrow(error -> new IllegalStateException(error.detail()));
      return MessageCodec.read(opened)
          .orElseThrow(error -> new IllegalStateException(error.detail()));
    }
  }

  /** What an adversary knows and has; the conspiracy is one for all in a run. */
  record Means(
      int replica,
      int group,
      MessageSigner signer,
      SplittableRandom random,
      StableCheckpoint beginning,
      Equivocator.Conspiracy conspiracy) {
    boolean chance(double probability) {
      return random.nextDouble() < probability;
    }

    Sent signed(int to, Message message) {
      return new Sent(to, signer.sign(message).wire());
    }
  }
}
