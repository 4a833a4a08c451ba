package io.quorate.engine.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.crypto.p256.EcdsaP256;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Every vector of project Wycheproof for our two schemes; see the README beside the vectors. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class WycheproofTest {

  /**
   * Valid by FIPS 186-5, refused here: s is above n / 2, so that nobody can make a second signature
   * from a first ({@link EcdsaP256Key}). With n - s for s all of them are accepted.
   */
  private static final String HIGH_S =
      """
      64 66 67 68 71 77 78 80 81 85 86 87 94 95 96 100 102 104
      105 107 110 111 114 115 117 118 138 139 140 141 142 171 172 175 176 177
      180 183 189 190 191 192 195 196 197 199 200 204 210 211 216 217 226 227
      229 233 234 237 240 242 243 244 246 248 249 250 252 253 257 262
      """;

  private static final Set<Integer> HIGHER =
      Stream.of(HIGH_S.strip().split("\\s+")).map(Integer::valueOf).collect(Collectors.toSet());

  /**
   * Invalid by RFC 8032, accepted here: R is the neutral point with the sign bit of an x that is 0,
   * and rule 4 of {@link io.quorate.engine.crypto.ed25519.SignatureClaim} reads -0 as 0, as ZIP-215
   * does. It makes no second signature from a first, for k is over the octets of R; only who holds
   * the key can make such a one.
   */
  private static final int MINUS_ZERO = 151;

  private static final BigInteger N = EcdsaP256.DOMAIN.getN();

  private static final class Vector {
    final int number;
    final VerificationKey key;
    final byte[] message;
    final byte[] signature;

    Vector(int number, VerificationKey key, byte[] message, byte[] signature) {
      this.number = number;
      this.key = key;
      this.message = message;
      this.signature = signature;
    }

    boolean isAccepted() {
      return key.verifies(message, signature);
    }

    Vector withOtherS() {
      var s = N.subtract(new BigInteger(1, signature, 32, 32));
      var other = Arrays.copyOf(signature, 64);
      System.arraycopy(Vectors.octets(String.format("%064x", s)), 0, other, 32, 32);
      return new Vector(number, key, message, other);
    }
  }

  @Test
  void ed25519_accepts_just_what_is_valid_and_a_minus_zero() {
    var vectors = read("ed25519.txt", SignatureScheme.ED25519);
    assertThat(vectors).hasSize(151);
    var valid = valid("ed25519.txt");
    assertThat(valid).hasSize(88).doesNotContain(MINUS_ZERO);
    valid.add(MINUS_ZERO);
    assertThat(accepted(vectors)).isEqualTo(valid);
  }

  @Test
  void p256_accepts_just_what_is_valid_and_has_the_lower_s() {
    var vectors = read("ecdsa-p256.txt", SignatureScheme.ECDSA_P256);
    assertThat(vectors).hasSize(262);
    var valid = valid("ecdsa-p256.txt");
    assertThat(valid).hasSize(173).containsAll(HIGHER);
    valid.removeAll(HIGHER);
    assertThat(accepted(vectors)).isEqualTo(valid);
  }

  @Test
  void p256_accepts_the_other_s_of_those_it_refuses() {
    assertThat(read("ecdsa-p256.txt", SignatureScheme.ECDSA_P256))
        .filteredOn(vector -> HIGHER.contains(vector.number))
        .hasSize(HIGHER.size())
        .allMatch(vector -> vector.withOtherS().isAccepted());
  }

  @Test
  void a_batch_of_all_vectors_refuses_just_what_is_refused_alone() {
    var vectors =
        Stream.concat(
                read("ed25519.txt", SignatureScheme.ED25519).stream(),
                read("ecdsa-p256.txt", SignatureScheme.ECDSA_P256).stream())
            .toList();
    var batch = new BatchCheck();
    vectors.forEach(each -> batch.add(each.key, each.message, each.signature));
    var culprits = batch.culprits();
    for (int i = 0; i < vectors.size(); i++) {
      assertThat(culprits.get(i)).isNotEqualTo(vectors.get(i).isAccepted());
    }
    batch.clear();
    vectors.stream()
        .filter(Vector::isAccepted)
        .forEach(each -> batch.add(each.key, each.message, each.signature));
    assertThat(batch.allValid()).isTrue();
  }

  private static Set<Integer> accepted(List<Vector> vectors) {
    return vectors.stream()
        .filter(Vector::isAccepted)
        .map(vector -> vector.number)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<Integer> valid(String name) {
    return Vectors.read("wycheproof/" + name).stream()
        .filter(fields -> fields[4].equals("valid"))
        .map(fields -> Integer.valueOf(fields[0]))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Vector> read(String name, SignatureScheme scheme) {
    return Vectors.read("wycheproof/" + name).stream()
        .map(
            fields ->
                new Vector(
                    Integer.parseInt(fields[0]),
                    scheme.key(Vectors.octets(fields[1])),
                    Vectors.octets(fields[2]),
                    Vectors.octets(fields[3])))
        .toList();
  }
}
