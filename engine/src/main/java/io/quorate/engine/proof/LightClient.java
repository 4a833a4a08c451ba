package io.quorate.engine.proof;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.crypto.CheckpointVotes;
import io.quorate.engine.crypto.KeyRing;
import io.quorate.engine.model.ConfigurationId;
import io.quorate.engine.model.Genesis;
import io.quorate.engine.model.Header;
import io.quorate.engine.model.certificate.FinalityCertificate;
import io.quorate.engine.model.certificate.FinalityProof.ZeroKnowledge;
import io.quorate.engine.model.certificate.QuorumSignature;
import io.quorate.engine.proof.Verdict.Check;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Follows a group from its founding record. Inside one configuration it may skip any number of
 * headers: one certificate speaks for the whole history before it. Keeps the latest {@value
 * #REMEMBERED} certificates, so that a second history of the same numbers is seen and proven.
 *
 * <p>Not thread-safe. Knows no clock: who calls says what time it is.
 */
public final class LightClient {

  /** Certificates that are remembered. */
  public static final int REMEMBERED = 256;

  private static final int COUNTER_BITS = 16;

  private final KeyRing ring;
  private final OptionalLong trustingMillis;
  private final Optional<ProofVerifier> proofs;
  private final TreeMap<Long, FinalityCertificate> accepted = new TreeMap<>();
  private Optional<Header> latest = Optional.empty();

  private LightClient(KeyRing ring, OptionalLong trustingMillis, Optional<ProofVerifier> proofs) {
    this.ring = ring;
    this.trustingMillis = trustingMillis;
    this.proofs = proofs;
  }

  /**
   * Trusts this record for ever.
   *
   * @throws IllegalArgumentException when its keys are of no use
   */
  public static LightClient from(Genesis genesis) {
    return new LightClient(
        KeyRing.of(genesis, Canonical.clusterId(genesis)), OptionalLong.empty(), Optional.empty());
  }

  /**
   * The same, but what it trusts grows old: once the newest header is as old, keys that were given
   * up long ago could show a history of their own (a long-range attack), and nothing is believed
   * any more.
   *
   * @param millis since the newest header that it accepted
   */
  public LightClient trustingFor(long millis) {
    return new LightClient(ring, OptionalLong.of(millis), proofs);
  }

  /** The same, and believes zero-knowledge proofs of this circuit. */
  public LightClient believing(ProofVerifier verifier) {
    return new LightClient(ring, trustingMillis, Optional.of(verifier));
  }

  /** The newest header that it accepted. */
  public Optional<Header> latest() {
    return latest;
  }

  /**
   * Checks a certificate, and remembers it if it holds.
   *
   * @param nowMillis calendar time, milliseconds since 1970
   */
  public Verdict accept(FinalityCertificate certificate, long nowMillis) {
    var refused = refuse(certificate, nowMillis);
    if (refused.isPresent()) {
      return refused.get();
    }
    var signed = certificate.signed();
    var known = accepted.get(signed.sequence().value());
    if (known != null && !known.signed().digest().equals(signed.digest())) {
      return new Verdict.Conflict(new ForkEvidence(known, certificate));
    }
    accepted.put(signed.sequence().value(), certificate);
    if (accepted.size() > REMEMBERED) {
      accepted.pollFirstEntry();
    }
    if (latest.isEmpty() || signed.sequence().isAfter(latest.get().sequence())) {
      latest = Optional.of(signed);
    }
    return new Verdict.Final(signed);
  }

  private Optional<Verdict> refuse(FinalityCertificate certificate, long nowMillis) {
    var signed = certificate.signed();
    if (!certificate.cluster().equals(ring.cluster())) {
      return refused(Check.CLUSTER, "it is of another group");
    }
    if (!isKnown(certificate.configuration()) || !isKnown(signed.configuration())) {
      return refused(Check.CONFIGURATION, "its configuration is not known here");
    }
    if (!certificate.isLinked()) {
      return refused(Check.LINKS, "its headers do not follow each other");
    }
    if (isTooOld(nowMillis)) {
      return refused(Check.TRUSTING_PERIOD, "what is trusted here is too old to judge by");
    }
    if (signed.sequence().value() == 0) {
      return refused(Check.GENESIS, "nobody signs the header before the first batch");
    }
    return flaw(certificate).flatMap(why -> refused(Check.QUORUM, why));
  }

  private Optional<String> flaw(FinalityCertificate certificate) {
    if (certificate.proof() instanceof QuorumSignature.Votes votes) {
      return CheckpointVotes.flaw(certificate.signed(), votes.endorsements(), ring);
    }
    if (certificate.proof() instanceof ZeroKnowledge proof) {
      return flaw(certificate.signed(), proof);
    }
    return Optional.of("this client checks no aggregates");
  }

  private Optional<String> flaw(Header header, ZeroKnowledge proof) {
    if (proofs.isEmpty() || !proofs.get().circuit().id().equals(proof.circuit())) {
      return Optional.of("its circuit is not trusted here: " + proof.circuit());
    }
    return proofs.get().flaw(header, proof, ring.cluster(), ring.configuration());
  }

  private boolean isKnown(ConfigurationId configuration) {
    return configuration.equals(ring.configuration().id());
  }

  private boolean isTooOld(long nowMillis) {
    return latest.isPresent()
        && trustingMillis.isPresent()
        && nowMillis - (latest.get().timestamp() >> COUNTER_BITS) > trustingMillis.getAsLong();
  }

  private static Optional<Verdict> refused(Check check, String detail) {
    return Optional.of(new Verdict.Refused(check, detail));
  }
}
