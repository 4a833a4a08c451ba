package io.quorate.extension.bn254;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.engine.model.Bytes;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PairingTest {

  private static final BigInteger A = new BigInteger("123456789abcdef0fedcba9876543210", 16);

  @Test
  void sums_of_points_are_linear() {
    var g = G1.GENERATOR;
    var both = G1.sum(List.of(g, g), List.of(A, BigInteger.TEN));
    assertThat(both).isEqualTo(times(A.add(BigInteger.TEN)));
    assertThat(G1.sum(List.of(g, g.negate()), List.of(A, A))).isEqualTo(G1.INFINITY);
    assertThat(times(Bn254.R.subtract(BigInteger.ONE))).isEqualTo(g.negate());
    assertThat(G1.sum(List.of(G1.INFINITY), List.of(A))).isEqualTo(G1.INFINITY);
  }

  /** The multiple of EIP-196's example. */
  @Test
  void twice_the_generator_is_what_it_is_known_to_be() {
    assertThat(times(BigInteger.TWO).x())
        .isEqualTo(
            new BigInteger("30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd3", 16));
  }

  @Test
  void a_pairing_is_linear_and_not_degenerate() {
    var g = G1.GENERATOR;
    var h = G2.GENERATOR;
    assertThat(Pairing.productIsOne(List.of(times(A), times(A).negate()), List.of(h, h))).isTrue();
    assertThat(Pairing.productIsOne(List.of(times(A), g), List.of(h, h))).isFalse();
    assertThat(Pairing.productIsOne(List.of(g), List.of(h))).isFalse();
    var twice = h.plus(h, h.slope(h));
    assertThat(Pairing.productIsOne(List.of(times(BigInteger.TWO), g.negate()), List.of(h, twice)))
        .isTrue();
  }

  @Test
  void points_off_the_curve_the_twist_or_the_group_are_refused() {
    assertThatThrownBy(() -> new G1(BigInteger.ONE, BigInteger.ONE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new G1(Bn254.P.add(BigInteger.ONE), BigInteger.TWO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> G2.of(Bytes.wrap(new byte[G2.LENGTH])))
        .hasMessageContaining("no point");
    assertThatThrownBy(() -> G2.of(outsideOfTheGroup())).hasMessageContaining("outside");
  }

  /** Solves y² = x³ + 3/ξ for small x; only one point in about 2^254 is in the group. */
  private static Bytes outsideOfTheGroup() {
    var b = Fp2.XI.inverse().times(Bn254.THREE);
    for (int i = 1; ; i++) {
      var x = Fp2.of(i, 0);
      var right = x.square().times(x).plus(b);
      var root = root(right);
      if (root.square().equals(right)) {
        var bytes = new byte[G2.LENGTH];
        var parts = List.of(x.re(), x.im(), root.re(), root.im());
        for (int j = 0; j < parts.size(); j++) {
          var part = parts.get(j).toByteArray();
          int length = Math.min(part.length, Bn254.LENGTH);
          System.arraycopy(
              part, part.length - length, bytes, Bn254.LENGTH * (j + 1) - length, length);
        }
        return Bytes.wrap(bytes);
      }
    }
  }

  /** A root in the field of degree two, if there is one (Adj, Rodríguez-Henríquez, p ≡ 3 mod 4). */
  private static Fp2 root(Fp2 value) {
    var exponent = Bn254.P.subtract(Bn254.THREE).shiftRight(2);
    var first = value.power(exponent);
    var alpha = first.square().times(value);
    var candidate = first.times(value);
    var minusOne = Fp2.of(1, 0).negate();
    if (alpha.equals(minusOne)) {
      return candidate.times(Fp2.of(0, 1));
    }
    var half = Bn254.P.subtract(BigInteger.ONE).shiftRight(1);
    return Fp2.ONE.plus(alpha).power(half).times(candidate);
  }

  private static G1 times(BigInteger scalar) {
    return G1.sum(List.of(G1.GENERATOR), List.of(scalar));
  }
}
