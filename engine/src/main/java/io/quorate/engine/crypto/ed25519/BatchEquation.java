package io.quorate.engine.crypto.ed25519;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks many claims by one equation: 8 (-(sum z_i S_i) B + sum z_i R_i + sum (z_i k_i) A_i) = 0,
 * with a coefficient z_i of 128 bits for each (Bernstein et al., "High-speed high-security
 * signatures", section 5; Bellare, Garay and Rabin, Eurocrypt '98). Scalars of equal keys are added
 * first, so votes of few replicas cost one multiple per replica.
 *
 * <p>If every claim holds alone, the equation holds, whatever the coefficients. If one does not,
 * let E_i = 8 (-S_i B + R_i + k_i A_i), a point of the subgroup of prime order L. Some E_j is not
 * 0, so for any choice of the other coefficients at most one z_j modulo L makes the sum 0, and
 * 2^128 choices stay distinct modulo L: a random z_j accepts with probability 2^-128 at most.
 *
 * <p>The coefficients are not drawn but hashed from the whole batch, as Fiat and Shamir make a
 * proof non-interactive: SHA-256 over all R_i, S_i, A_i and k_i gives a seed, and SHA-256 of seed
 * and position the coefficients. All E_i are fixed by what is hashed, so for a hash that acts as a
 * random function each bad batch an attacker composes, hashes and tries gives a fresh chance of
 * 2^-128; q tries succeed with q 2^-128 at most. Finding a bad batch that passes is as much work as
 * it would be to guess, and a replica that replays its log decides as it did before.
 *
 * <p>Reusable; for one thread at a time. For n claims under m keys it holds about 900 octets per
 * claim and 650 per key, besides the keys' own tables.
 */
public final class BatchEquation {

  private static final byte[] DOMAIN =
      "Quorate Ed25519 batch, version 1".getBytes(StandardCharsets.US_ASCII);
  private static final int COEFFICIENT_LENGTH = 16;

  private final MessageDigest sha256 = Digests.sha256();
  private final PointSum sum = new PointSum();
  private final Map<PublicPoint, Scalar> perKey = new HashMap<>();
  private final List<Scalar> spare = new ArrayList<>();
  private final Scalar coefficient = new Scalar();
  private final Scalar base = new Scalar();
  private final byte[] position = new byte[8];

  /** Whether all of these claims hold; true of none. */
  public boolean holds(List<SignatureClaim> claims) {
    if (claims.size() == 1) {
      return claims.get(0).holds(sum);
    }
    sum.clear();
    base.setZero();
    var seed = seed(claims);
    byte[] coefficients = null;
    for (int i = 0; i < claims.size(); i++) {
      if (i % 2 == 0) {
        coefficients = coefficients(seed, i);
      }
      coefficient.decode(coefficients, i % 2 * COEFFICIENT_LENGTH, COEFFICIENT_LENGTH);
      add(claims.get(i));
    }
    addSharedTerms();
    return sum.isOfSmallOrder();
  }

  private byte[] seed(List<SignatureClaim> claims) {
    sha256.update(DOMAIN);
    LittleEndian.putLittleEndianLong(position, 0, claims.size());
    sha256.update(position);
    for (var claim : claims) {
      claim.updateInto(sha256);
    }
    return sha256.digest();
  }

  /** Those of positions i and i + 1. */
  private byte[] coefficients(byte[] seed, int i) {
    sha256.update(seed);
    LittleEndian.putLittleEndianLong(position, 0, i);
    return sha256.digest(position);
  }

  private void add(SignatureClaim claim) {
    sum.add(claim.r(), coefficient);
    base.addProduct(coefficient, claim.s());
    perKey.computeIfAbsent(claim.key(), key -> zero()).addProduct(coefficient, claim.k());
  }

  private void addSharedTerms() {
    base.reduce();
    base.negate();
    sum.add(WideTable.BASE, base);
    perKey.forEach(
        (key, scalar) -> {
          scalar.reduce();
          sum.add(key.table(), scalar);
          spare.add(scalar);
        });
    perKey.clear();
  }

  private Scalar zero() {
    var scalar = spare.isEmpty() ? new Scalar() : spare.remove(spare.size() - 1);
    scalar.setZero();
    return scalar;
  }
}
