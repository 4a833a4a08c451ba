package io.quorate.sim.adversary;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.codec.MessageCodec;
import io.quorate.engine.codec.Unverified;
import io.quorate.engine.crypto.MessageSigner;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.ProtocolRules;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.certificate.PreparedCertificate;
import io.quorate.engine.model.certificate.StableCheckpoint;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.ViewChange;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Stands between a Byzantine replica and the network: what the replica would honestly send goes in,
 * what is sent comes out. It signs with the replica's real key and can do all but forge others'.
 */
public interface Adversary {

  /** Does what an honest replica does. */
  Adversary HONEST = List::of;

  List<Sent> rewrite(Sent honest);

  /** Octets came for the replica; false when it shall not hear them. */
  default boolean hears(Bytes wire) {
    return true;
  }

  /** This one, and the other one upon what this one sends. */
  default Adversary and(Adversary other) {
    var first = this;
    return new Adversary() {
      @Override
      public List<Sent> rewrite(Sent honest) {
        var sent = new ArrayList<Sent>();
        first.rewrite(honest).forEach(each -> sent.addAll(other.rewrite(each)));
        return sent;
      }

      @Override
      public boolean hears(Bytes wire) {
        return first.hears(wire) && other.hears(wire);
      }
    };
  }

  /**
   * Octets on their way to a replica, or to a client.
   *
   * @param delay nanoseconds for which they are held back
   */
  record Sent(int to, Bytes wire, long delay) {
    public Sent(int to, Bytes wire) {
      this(to, wire, 0);
    }

    /** The envelope; for octets that a replica made, so that they can be opened. */
    Unverified opened() {
      return MessageCodec.open(wire)
          .orElseThrow(error -> new IllegalStateException(error.detail()));
    }

    public Message message() {
      return MessageCodec.read(opened())
          .orElseThrow(error -> new IllegalStateException(error.detail()));
    }
  }

  /** What an adversary knows and has; the plan of equivocations is one for all in a run. */
  record Means(
      int replica,
      int group,
      MessageSigner signer,
      SplittableRandom random,
      Founding founding,
      EquivocationPlan equivocationPlan) {

    /** What everyone knows of the group. */
    public record Founding(ProtocolRules rules, StableCheckpoint beginning) {}

    ReplicaId self() {
      return new ReplicaId(replica);
    }

    StableCheckpoint beginning() {
      return founding.beginning();
    }

    boolean chance(double probability) {
      return random.nextDouble() < probability;
    }

    boolean isReplica(int node) {
      return node < group;
    }

    /** Whether this replica signed it, and not somebody whose words it hands on. */
    boolean isOwn(Sent sent) {
      var said = sent.opened().statement();
      return !said.type().isFromClient() && said.signer() == replica;
    }

    /** Whether this replica says it, and to another replica. */
    boolean tellsPeer(Sent sent) {
      return isReplica(sent.to()) && isOwn(sent);
    }

    public Sent signed(int to, Message message) {
      return new Sent(to, sign(message));
    }

    Bytes sign(Message message) {
      return signer.sign(message).wire();
    }

    ViewChange viewChange(View view, StableCheckpoint stable, List<PreparedCertificate> prepared) {
      return Canonical.viewChange(view, stable, prepared, self());
    }

    /** A digest that nobody knows anything of. */
    Digest noise() {
      return Digest.of(Bytes.utf8(Long.toHexString(random.nextLong())));
    }

    /** Octets that are nobody's signature. */
    Bytes garbage(int length) {
      var octets = new byte[length];
      random.nextBytes(octets);
      return Bytes.wrap(octets);
    }

    static View moved(View view, long by) {
      return new View(Math.max(0, view.value() + by));
    }

    static SequenceNumber moved(SequenceNumber sequence, long by) {
      return new SequenceNumber(Math.max(0, sequence.value() + by));
    }
  }
}
