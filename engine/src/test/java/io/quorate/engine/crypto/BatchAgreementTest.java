package io.quorate.engine.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/**
 * One signature alone, many in a batch and the rule in BigIntegers must decide alike. The crafted
 * signatures have parts of small order in A and in R, which cancel in one of eight: without the
 * cofactor, alone or in the batch, these tests fail.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BatchAgreementTest {

  private static final class Triple {
    final VerificationKey key;
    final byte[] message;
    final byte[] signature;

    Triple(VerificationKey key, byte[] message, byte[] signature) {
      this.key = key;
      this.message = message;
      this.signature = signature;
    }
  }

  private record Keys(BigInteger secret, VerificationKey key) {}

  private record Nonce(BigInteger r, ReferenceCurve.Point point) {}

  private final Random random = new Random(20_261_122);
  private final BatchCheck batch = new BatchCheck();

  @Test
  void signatures_with_parts_of_small_order_are_valid_alone_and_together() {
    var keys = keys();
    var nonces = nonces();
    for (int round = 0; round < 40; round++) {
      batch.clear();
      for (int i = 0; i < 1 + random.nextInt(130); i++) {
        var crafted = crafted(pick(keys), pick(nonces));
        assertThat(crafted.key.verifies(crafted.message, crafted.signature)).isTrue();
        batch.add(crafted.key, crafted.message, crafted.signature);
      }
      assertThat(batch.allValid()).isTrue();
      assertThat(batch.culprits().isEmpty()).isTrue();
    }
  }

  @Test
  void a_batch_finds_just_those_that_are_refused_alone() {
    var keys = keys();
    var nonces = nonces();
    for (int round = 0; round < 60; round++) {
      batch.clear();
      int oneIn = 1 + random.nextInt(40);
      var refused = new BitSet();
      int size = 1 + random.nextInt(130);
      for (int i = 0; i < size; i++) {
        var triple = crafted(pick(keys), pick(nonces));
        triple = random.nextInt(oneIn) == 0 ? mutated(triple) : triple;
        refused.set(i, !triple.key.verifies(triple.message, triple.signature));
        assertThat(batch.add(triple.key, triple.message, triple.signature)).isEqualTo(i);
      }
      assertThat(batch.size()).isEqualTo(size);
      assertThat(batch.allValid()).isEqualTo(refused.isEmpty());
      assertThat(batch.culprits()).isEqualTo(refused);
    }
  }

  @Test
  void the_rule_in_big_integers_decides_as_the_fast_code_does() {
    var keys = keys();
    var nonces = nonces();
    for (int i = 0; i < 60; i++) {
      var triple = crafted(pick(keys), pick(nonces));
      triple = i % 3 == 0 ? triple : mutated(triple);
      assertThat(triple.key.verifies(triple.message, triple.signature))
          .isEqualTo(
              ReferenceCurve.accepts(triple.key.encoded(), triple.message, triple.signature));
    }
  }

  @Test
  void two_faults_that_would_cancel_without_coefficients_are_both_found() {
    var keys = keys();
    for (int i = 0; i < 50; i++) {
      batch.clear();
      var nonces = nonces();
      for (int j = 0; j < 8; j++) {
        var triple = crafted(keys.get(j % 2), nonces.get(j));
        var s = ReferenceCurve.number(Arrays.copyOfRange(triple.signature, 32, 64));
        var shift = j == 2 ? BigInteger.ONE : j == 5 ? BigInteger.ONE.negate() : BigInteger.ZERO;
        s = s.add(shift).mod(ReferenceCurve.L);
        System.arraycopy(ReferenceCurve.littleEndian(s), 0, triple.signature, 32, 32);
        batch.add(triple.key, triple.message, triple.signature);
      }
      assertThat(batch.culprits().stream()).containsExactly(2, 5);
    }
  }

  /** Eight keys, one for each part of small order, twice over. */
  private List<Keys> keys() {
    var keys = new ArrayList<Keys>();
    for (int i = 0; i < 16; i++) {
      var secret = new BigInteger(252, random);
      var a = ReferenceCurve.BASE.times(secret).plus(ReferenceCurve.TORSION.times(i % 8));
      keys.add(new Keys(secret, SignatureScheme.ED25519.key(a.encode())));
    }
    return keys;
  }

  /** Values of r with points r B + T; r = 0 is among them. */
  private List<Nonce> nonces() {
    var nonces = new ArrayList<Nonce>();
    for (int i = 0; i < 16; i++) {
      var r = i < 2 ? BigInteger.valueOf(i) : new BigInteger(64, random);
      var part = ReferenceCurve.TORSION.times(random.nextInt(8));
      nonces.add(new Nonce(r, ReferenceCurve.BASE.times(r).plus(part)));
    }
    return nonces;
  }

  private Triple crafted(Keys keys, Nonce nonce) {
    var message = new byte[random.nextInt(70)];
    random.nextBytes(message);
    var signature =
        ReferenceCurve.sign(
            nonce.point.encode(), nonce.r, keys.key.encoded(), keys.secret, message);
    return new Triple(keys.key, message, signature);
  }

  /** One bit of R, S or the message changed. */
  private Triple mutated(Triple triple) {
    var message = triple.message.clone();
    var signature = triple.signature.clone();
    if (message.length > 0 && random.nextInt(4) == 0) {
      message[random.nextInt(message.length)] ^= (byte) (1 << random.nextInt(8));
    } else {
      signature[random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));
    }
    return new Triple(triple.key, message, signature);
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
