package io.quorate.engine.crypto;

import io.quorate.engine.codec.MessageCodec;
import io.quorate.engine.codec.Unverified;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.message.Message;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Turns octets into {@link Verified} messages: the only way in. Opens and dismisses cheaply first,
 * checks signatures next, many at once, and reads payloads last, so that a stranger's octets cost
 * next to nothing. Not thread-safe.
 */
public final class MessageVerifier {

  /** Signatures of certificates that are checked at once. */
  private static final int PART = 64;

  private final KeyRing ring;
  private final Digest genesis;
  private final SignatureCheck batch;
  private final HeldVotes held = new HeldVotes();
  private long decided;

  /**
   * @param genesis digest of the header before the first batch
   */
  public MessageVerifier(KeyRing ring, Digest genesis) {
    this.ring = ring;
    this.genesis = genesis;
    this.batch = ring.newCheck();
  }

  /** Where results go. */
  public interface Outcome {
    void verified(Verified<? extends Message> message);

    void unverified(VerificationFailure why);
  }

  /** The message's envelope, if it is of this cluster and configuration and by somebody known. */
  public Optional<Unverified> open(Bytes wire, Consumer<VerificationFailure> unverified) {
    var opened = MessageCodec.open(wire);
    var holder = new Unverified[1];
    opened.match(
        message -> {
          var why = dismissal(message);
          if (why.isPresent()) {
            unverified.accept(why.get());
          } else {
            holder[0] = message;
          }
        },
        error -> unverified.accept(new VerificationFailure.Undecodable(error)));
    return Optional.ofNullable(holder[0]);
  }

  /** True when every signature holds; then {@link #read} each. False: find the culprits. */
  public boolean allSigned(List<Unverified> messages) {
    batch.clear();
    messages.forEach(this::addSignature);
    return batch.allValid();
  }

  /** Whether this one message is signed by whom it names. */
  public boolean isSigned(Unverified message) {
    batch.clear();
    addSignature(message);
    return batch.allValid();
  }

  /**
   * Reads a message whose signature was found good, and checks the certificates inside it.
   *
   * @return how many signatures these cost: those that were not found good before. The requests of
   *     decisions beyond all that were told before cost nothing: no liar can make such decisions
   */
  public int read(Unverified signed, Outcome outcome) {
    var claimed = new int[1];
    MessageCodec.read(signed)
        .match(
            message -> claimed[0] = certify(signed, message, outcome),
            error -> outcome.unverified(new VerificationFailure.Undecodable(error)));
    return claimed[0];
  }

  private int certify(Unverified signed, Message message, Outcome outcome) {
    long signer = signed.statement().signer();
    var claims = CertificateClaims.of(message, ring, genesis);
    if (claims.flaw().isPresent()) {
      outcome.unverified(new VerificationFailure.BadCertificate(signer, claims.flaw().get()));
      return 0;
    }
    var unknown =
        claims.claims().stream()
            .filter(each -> !each.isVote() || !held.has(each.signed(), each.signature()))
            .toList();
    if (!areValid(unknown)) {
      outcome.unverified(new VerificationFailure.BadCertificate(signer, "a forged signature"));
      return unknown.size();
    }
    outcome.verified(new Verified<>(message, signer, signed.signature(), signed.wire()));
    return cost(unknown);
  }

  private int cost(List<CertificateClaims.Claim> valid) {
    int cost = 0;
    long latest = decided;
    for (var each : valid) {
      cost += each.isVote() || each.decidedAt() <= decided ? 1 : 0;
      latest = Math.max(latest, each.decidedAt());
    }
    decided = latest;
    return cost;
  }

  /** Part by part, so that the first forgery ends it. */
  private boolean areValid(List<CertificateClaims.Claim> claims) {
    for (int i = 0; i < claims.size(); i += PART) {
      var part = claims.subList(i, Math.min(i + PART, claims.size()));
      batch.clear();
      for (var each : part) {
        batch.add(each.key(), each.signed().unsafeArray(), each.signature().unsafeArray());
      }
      if (!batch.allValid()) {
        return false;
      }
      part.stream()
          .filter(CertificateClaims.Claim::isVote)
          .forEach(each -> held.add(each.signed(), each.signature()));
    }
    return true;
  }

  private Optional<VerificationFailure> dismissal(Unverified message) {
    var statement = message.statement();
    if (!statement.cluster().equals(ring.cluster())) {
      return Optional.of(new VerificationFailure.OtherCluster());
    }
    if (!statement.configuration().equals(ring.configuration().id())) {
      return Optional.of(new VerificationFailure.OtherConfiguration());
    }
    return ring.signerOf(statement).isPresent()
        ? Optional.empty()
        : Optional.of(new VerificationFailure.Stranger(statement.signer()));
  }

  private void addSignature(Unverified message) {
    batch.add(
        ring.signerOf(message.statement()).orElseThrow(),
        message.signed().unsafeArray(),
        message.signature().unsafeArray());
  }
}
