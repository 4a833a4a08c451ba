package io.quorate.engine.crypto;

import io.quorate.engine.codec.MessageCodec;
import io.quorate.engine.codec.SigningBytes;
import io.quorate.engine.codec.Unverified;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.certificate.CommitCertificate;
import io.quorate.engine.model.certificate.PreparedCertificate;
import io.quorate.engine.model.certificate.QuorumSignature;
import io.quorate.engine.model.certificate.StableCheckpoint;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.CheckpointProof;
import io.quorate.engine.model.message.Message.Decided;
import io.quorate.engine.model.message.Message.ViewChange;
import io.quorate.engine.model.message.MessageType;
import io.quorate.engine.model.message.StateMessage.StateManifest;
import io.quorate.engine.model.message.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The signatures inside the certificates of one message: counts them, demands distinct members and
 * enough of them, and lists what must be checked. What was counted is what is checked. Stops at the
 * first flaw, so that a liar's message costs no more than an honest one.
 */
final class CertificateClaims {

  private static final Optional<VerificationKey> NOBODY = Optional.empty();

  private final KeyRing ring;
  private final Digest genesis;
  private final List<Claim> claims = new ArrayList<>();
  private String flaw;

  /**
   * One signature to check.
   *
   * @param decidedAt the slot whose decision a client's request belongs to; 0 for a replica's vote
   */
  record Claim(VerificationKey key, Bytes signed, Bytes signature, long decidedAt) {
    /** Other certificates may show it too. */
    boolean isVote() {
      return decidedAt == 0;
    }
  }

  private CertificateClaims(KeyRing ring, Digest genesis) {
    this.ring = ring;
    this.genesis = genesis;
  }

  static CertificateClaims of(Message message, KeyRing ring, Digest genesis) {
    var claims = new CertificateClaims(ring, genesis);
    switch (message.type()) {
      case VIEW_CHANGE -> claims.add((ViewChange) message);
      case DECIDED -> claims.add((Decided) message);
      case CHECKPOINT_PROOF -> claims.add(((CheckpointProof) message).checkpoint());
      case STATE_MANIFEST -> claims.add(((StateManifest) message).checkpoint());
      default -> {}
    }
    return claims;
  }

  List<Claim> claims() {
    return claims;
  }

  /** What is wrong with a certificate, whatever its signatures are worth. */
  Optional<String> flaw() {
    return Optional.ofNullable(flaw);
  }

  private void add(ViewChange change) {
    add(change.stable());
    long stable = change.stable().sequence().value();
    long last = stable;
    for (var prepared : change.prepared()) {
      long sequence = prepared.sequence().value();
      if (sequence <= last || !change.view().isAfter(prepared.view())) {
        refuse("prepared certificates out of order, or of a later view");
      } else if (sequence - stable > ring.window()) {
        refuse("a prepared certificate above the window");
      }
      if (flaw != null) {
        return;
      }
      last = sequence;
      add(prepared);
    }
  }

  private void add(Decided decided) {
    long last = 0;
    for (var decision : decided.decisions()) {
      long sequence = decision.certificate().sequence().value();
      if (sequence == 0 || (last > 0 && sequence - 1 != last)) {
        refuse("decisions that are not in a row");
      } else if (!decision.batch().digest().equals(decision.certificate().batch())) {
        refuse("a decision about another batch");
      }
      if (flaw != null) {
        return;
      }
      last = sequence;
      add(decision.certificate());
      decision.requests().forEach(wire -> addRequest(wire, sequence));
    }
  }

  /**
   * A quorum's certificate proves which requests were decided, not that a client's signature stands
   * beside each of them: whoever takes them hands them on as signed, and answers for it. Those that
   * were left out are empty.
   */
  private void addRequest(Bytes wire, long sequence) {
    if (flaw == null && !wire.isEmpty()) {
      MessageCodec.open(wire)
          .match(
              opened -> addRequest(opened, sequence),
              error -> refuse("a decision whose requests are none"));
    }
  }

  private void addRequest(Unverified opened, long sequence) {
    var statement = opened.statement();
    var key = statement.type() == MessageType.REQUEST ? ring.signerOf(statement) : NOBODY;
    if (key.isEmpty()
        || !statement.cluster().equals(ring.cluster())
        || !statement.configuration().equals(ring.configuration().id())) {
      refuse("a decision with something else than requests of clients");
      return;
    }
    claims.add(new Claim(key.get(), opened.signed(), opened.signature(), sequence));
  }

  private void refuse(String why) {
    if (flaw == null) {
      flaw = why;
    }
  }

  private void add(CommitCertificate certificate) {
    quorum(
        certificate.commits(),
        new Vote(
            MessageType.COMMIT,
            certificate.view().value(),
            certificate.sequence().value(),
            certificate.batch()),
        ring.quorum().size(),
        new BitSet());
  }

  private void add(PreparedCertificate certificate) {
    var primary = ring.configuration().primaryOf(certificate.view());
    if (!certificate.proposal().signer().equals(primary)) {
      refuse("a proposal that is not the primary's");
    }
    var seen = new BitSet();
    long view = certificate.view().value();
    long sequence = certificate.sequence().value();
    quorum(
        new QuorumSignature.Votes(List.of(certificate.proposal())),
        new Vote(MessageType.PRE_PREPARE, view, sequence, certificate.batch()),
        1,
        seen);
    quorum(
        certificate.prepares(),
        new Vote(MessageType.PREPARE, view, sequence, certificate.batch()),
        ring.quorum().size() - 1,
        seen);
  }

  private void add(StableCheckpoint checkpoint) {
    var header = checkpoint.header();
    if (header.sequence().value() == 0) {
      if (!header.digest().equals(genesis)
          || !checkpoint.signature().equals(QuorumSignature.NONE)) {
        refuse("another genesis");
      }
      return;
    }
    quorum(
        checkpoint.signature(),
        new Vote(MessageType.CHECKPOINT, 0, header.sequence().value(), header.digest()),
        ring.quorum().size(),
        new BitSet());
  }

  /** What each of a certificate's signers signed, but for the signer. */
  private record Vote(MessageType type, long view, long sequence, Digest digest) {
    Statement by(long signer, KeyRing ring) {
      return new Statement(
          type, ring.cluster(), ring.configuration().id(), signer, view, sequence, digest);
    }
  }

  private void quorum(QuorumSignature signature, Vote vote, int needed, BitSet seen) {
    if (!(signature instanceof QuorumSignature.Votes votes)) {
      refuse("a certificate in a form that this configuration does not use");
      return;
    }
    var endorsements = votes.endorsements();
    if (endorsements.size() != needed) {
      refuse("a certificate of " + endorsements.size() + " where it takes " + needed);
      return;
    }
    for (var endorsement : endorsements) {
      var statement = vote.by(endorsement.signer().value(), ring);
      var key = ring.signerOf(statement);
      if (key.isEmpty() || seen.get(endorsement.signer().value())) {
        refuse("a certificate by a stranger, or by one replica twice");
        return;
      }
      seen.set(endorsement.signer().value());
      claims.add(new Claim(key.get(), SigningBytes.of(statement), endorsement.signature(), 0));
    }
  }
}
