package io.quorate.engine.crypto.ed25519;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FieldElementTest {

  private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

  private final Random random = new Random(25519);

  @Test
  void sums_differences_and_products_are_those_of_big_integers() {
    var numbers = numbers();
    for (var a : numbers) {
      for (var b : numbers) {
        var x = element(a);
        var y = element(b);
        var z = new FieldElement();
        z.sum(x, y);
        assertValue(z, a.add(b));
        z.difference(x, y);
        assertValue(z, a.subtract(b));
        z.product(x, y);
        assertValue(z, a.multiply(b));
        x.product(x, x);
        assertValue(x, a.multiply(a));
      }
    }
  }

  @Test
  void squares_repeat_and_agree_with_products() {
    for (var a : numbers()) {
      var x = element(a);
      var y = new FieldElement();
      y.square(x);
      assertValue(y, a.multiply(a));
      y.squareTimes(x, 7);
      assertValue(y, a.modPow(BigInteger.valueOf(128), P));
    }
  }

  @Test
  void factors_may_be_two_sums_or_differences_away_from_a_product() {
    var numbers = numbers();
    for (var a : numbers) {
      for (var b : numbers) {
        var x = element(a);
        var y = element(b);
        var difference = new FieldElement();
        difference.difference(x, y);
        difference.difference(difference, y);
        var sum = new FieldElement();
        sum.sum(y, y);
        sum.sum(sum, x);
        var z = new FieldElement();
        z.product(difference, sum);
        var minus = a.subtract(b).subtract(b);
        assertValue(z, minus.multiply(a.add(b).add(b)));
        z.product(difference, difference);
        assertValue(z, minus.multiply(minus));
        z.square(difference);
        assertValue(z, minus.multiply(minus));
        z.square(sum);
        z.square(z);
        assertValue(z, a.add(b).add(b).pow(4));
      }
    }
  }

  @Test
  void the_largest_limbs_a_factor_may_have_do_not_overflow() {
    long most = (1L << 53) - 1;
    long[][] extremes = {
      {most, most, most, most, most},
      {-most, -most, -most, -most, -most},
      {most, -most, most, -most, most},
      {-most, most, most, most, -most},
      {0, 0, 0, 0, most},
      {-most, 0, 0, 0, 0}
    };
    for (var a : extremes) {
      for (var b : extremes) {
        var x = new FieldElement();
        x.load(a, 0);
        var y = new FieldElement();
        y.load(b, 0);
        var z = new FieldElement();
        z.product(x, y);
        assertValue(z, value(a).multiply(value(b)));
        assertLimbsAreSmall(z);
        z.square(x);
        assertValue(z, value(a).multiply(value(a)));
        assertLimbsAreSmall(z);
      }
    }
  }

  @Test
  void inverses_and_roots_are_powers() {
    for (var a : numbers()) {
      var x = new FieldElement();
      x.inverse(element(a));
      assertValue(x, a.modPow(P.subtract(BigInteger.TWO), P));
      x.powerOfSquareRoot(element(a));
      assertValue(x, a.modPow(P.subtract(BigInteger.valueOf(5)).shiftRight(3), P));
    }
  }

  @Test
  void a_value_has_one_encoding_and_one_parity() {
    for (var a : numbers()) {
      var x = element(a);
      var canonical = a.mod(P);
      assertThat(x.encode()).isEqualTo(octets(canonical));
      assertThat(x.isOdd()).isEqualTo(canonical.testBit(0));
      assertThat(x.isZero()).isEqualTo(canonical.signum() == 0);
      x.negate();
      assertValue(x, a.negate());
      assertThat(x.isSameAs(element(P.subtract(canonical)))).isTrue();
      assertThat(x.isSameAs(element(a))).isEqualTo(canonical.signum() == 0);
    }
  }

  @Test
  void the_curve_constant_is_that_of_rfc_8032() {
    assertValue(
        CurvePoint.D,
        new BigInteger(
            "37095705934669439343138083508754565189542113879843219016388785533085940283555"));
  }

  private List<BigInteger> numbers() {
    var numbers = new ArrayList<BigInteger>();
    for (int i = -20; i <= 20; i++) {
      if (i >= 0) {
        numbers.add(BigInteger.valueOf(i));
      }
      if (i < 19) {
        numbers.add(P.add(BigInteger.valueOf(i)));
      }
    }
    for (int limb = 51; limb < 255; limb += 51) {
      numbers.add(BigInteger.TWO.pow(limb).subtract(BigInteger.ONE));
      numbers.add(BigInteger.TWO.pow(limb));
    }
    for (int i = 0; i < 60; i++) {
      numbers.add(new BigInteger(255, random));
    }
    return numbers;
  }

  private static FieldElement element(BigInteger number) {
    var x = new FieldElement();
    x.decode(octets(number), 0);
    return x;
  }

  private static byte[] octets(BigInteger number) {
    var octets = new byte[32];
    for (int i = 0; i < 32; i++) {
      octets[i] = number.shiftRight(8 * i).byteValue();
    }
    return octets;
  }

  private static BigInteger value(long[] limbs) {
    var sum = BigInteger.ZERO;
    for (int i = 4; i >= 0; i--) {
      sum = sum.shiftLeft(51).add(BigInteger.valueOf(limbs[i]));
    }
    return sum;
  }

  private static void assertLimbsAreSmall(FieldElement x) {
    var limbs = new long[5];
    x.store(limbs, 0);
    for (long limb : limbs) {
      assertThat(Math.abs(limb)).isLessThan((1L << 51) + (1L << 20));
    }
  }

  private static void assertValue(FieldElement x, BigInteger expected) {
    assertThat(x.encode()).isEqualTo(octets(expected.mod(P)));
  }
}
