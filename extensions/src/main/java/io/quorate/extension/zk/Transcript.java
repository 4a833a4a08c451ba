package io.quorate.extension.zk;

import io.quorate.extension.bn254.Bn254;
import io.quorate.extension.bn254.G1;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Collection;
import org.bouncycastle.crypto.digests.KeccakDigest;

/**
 * What both sides have said so far (Fiat, Shamir, CRYPTO '86): each challenge is a hash of the one
 * before and of what was said since.
 */
final class Transcript {

  private static final int HASH_BITS = 256;

  /** A challenge is half of a hash. */
  private static final int CHALLENGE_BITS = 127;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private Fr last = Fr.ZERO;

  Transcript say(Fr value) {
    return say(value.value());
  }

  Transcript sayAll(Collection<Fr> values) {
    values.forEach(this::say);
    return this;
  }

  Transcript say(G1 point) {
    return say(point.x()).say(point.y());
  }

  private Transcript say(BigInteger value) {
    said.writeBytes(bytes(value));
    return this;
  }

  /** The next challenge. */
  Fr challenge() {
    next();
    return low();
  }

  /** Closes a round; {@link #low} and {@link #high} are its two challenges. */
  void next() {
    last = hash(said.toByteArray());
    said.reset();
    say(last);
  }

  Fr low() {
    return new Fr(last.value().mod(BigInteger.ONE.shiftLeft(CHALLENGE_BITS)));
  }

  Fr high() {
    return new Fr(last.value().shiftRight(CHALLENGE_BITS));
  }

  /** Keccak-256 as a number of the field. */
  static Fr hash(byte[] bytes) {
    var keccak = new KeccakDigest(HASH_BITS);
    keccak.update(bytes, 0, bytes.length);
    var out = new byte[HASH_BITS / Byte.SIZE];
    keccak.doFinal(out, 0);
    return Fr.reduced(new BigInteger(1, out));
  }

  static byte[] bytes(BigInteger value) {
    var bytes = value.toByteArray();
    var fixed = new byte[Bn254.LENGTH];
    int length = Math.min(bytes.length, fixed.length);
    System.arraycopy(bytes, bytes.length - length, fixed, fixed.length - length, length);
    return fixed;
  }
}
