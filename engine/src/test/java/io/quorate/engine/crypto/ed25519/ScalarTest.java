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
class ScalarTest {

  private static final BigInteger L =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  private final Random random = new Random(8032);

  @Test
  void sixty_four_octets_are_reduced_as_big_integers_are() {
    var numbers = numbers(512);
    for (var multiple : new int[] {1, 2, 15, 16}) {
      var m = L.multiply(BigInteger.valueOf(multiple));
      numbers.addAll(List.of(m.subtract(BigInteger.ONE), m, m.add(BigInteger.ONE)));
    }
    var highest = BigInteger.TWO.pow(512).divide(L).multiply(L);
    numbers.addAll(List.of(highest.subtract(BigInteger.ONE), highest));
    for (var number : numbers) {
      assertThat(reduced(number).encode()).isEqualTo(octets(number.mod(L), 32));
    }
  }

  @Test
  void only_what_is_below_l_counts_as_reduced() {
    for (var number : numbers(256)) {
      assertThat(Scalar.isReduced(octets(number, 32), 0)).isEqualTo(number.compareTo(L) < 0);
    }
    assertThat(Scalar.isReduced(octets(L.subtract(BigInteger.ONE), 32), 0)).isTrue();
    assertThat(Scalar.isReduced(octets(L, 32), 0)).isFalse();
    assertThat(Scalar.isReduced(octets(L.add(BigInteger.ONE), 32), 0)).isFalse();
  }

  @Test
  void sums_of_thousands_of_products_reduce_right() {
    var sum = new Scalar();
    var expected = BigInteger.ZERO;
    var most = BigInteger.TWO.pow(128).subtract(BigInteger.ONE);
    for (int i = 0; i < 5_000; i++) {
      var a = i % 3 == 0 ? most : new BigInteger(128, random);
      var b = i % 5 == 0 ? L.subtract(BigInteger.ONE) : new BigInteger(252, random);
      sum.addProduct(plain(a, 16), plain(b, 32));
      expected = expected.add(a.multiply(b));
    }
    sum.reduce();
    assertThat(sum.encode()).isEqualTo(octets(expected.mod(L), 32));
  }

  @Test
  void a_number_and_its_negative_make_zero() {
    for (var number : numbers(252)) {
      var scalar = reduced(number);
      scalar.negate();
      assertThat(scalar.encode()).isEqualTo(octets(number.negate().mod(L), 32));
    }
  }

  @Test
  void digits_are_sparse_and_odd_and_sum_up_to_the_scalar() {
    var numbers = numbers(252);
    numbers.add(L.subtract(BigInteger.ONE));
    for (int width = 2; width <= 8; width++) {
      for (var number : numbers) {
        var digits = new byte[Scalar.MAX_DIGITS];
        reduced(number).digits(width, digits);
        var sum = BigInteger.ZERO;
        int last = Integer.MIN_VALUE / 2;
        for (int i = 0; i < digits.length; i++) {
          sum = sum.add(BigInteger.valueOf(digits[i]).shiftLeft(i));
          if (digits[i] != 0) {
            assertThat(digits[i] & 1).isEqualTo(1);
            assertThat(Math.abs(digits[i])).isLessThan(1 << (width - 1));
            assertThat(i - last).isGreaterThanOrEqualTo(width);
            last = i;
          }
        }
        assertThat(sum).isEqualTo(number);
        assertThat(last).isLessThanOrEqualTo(number.bitLength());
      }
    }
  }

  private List<BigInteger> numbers(int bits) {
    var numbers = new ArrayList<BigInteger>();
    for (int i = 0; i < 4; i++) {
      numbers.add(BigInteger.valueOf(i));
    }
    for (int bit = 1; bit <= bits; bit++) {
      numbers.add(BigInteger.TWO.pow(bit).subtract(BigInteger.ONE));
      numbers.add(BigInteger.TWO.pow(bit - 1));
    }
    for (int i = 0; i < 500; i++) {
      numbers.add(new BigInteger(bits, random));
    }
    return numbers;
  }

  private static Scalar reduced(BigInteger number) {
    var scalar = plain(number, 64);
    scalar.reduce();
    return scalar;
  }

  private static Scalar plain(BigInteger number, int length) {
    var scalar = new Scalar();
    scalar.decode(octets(number, length), 0, length);
    return scalar;
  }

  private static byte[] octets(BigInteger number, int length) {
    var octets = new byte[length];
    for (int i = 0; i < length; i++) {
      octets[i] = number.shiftRight(8 * i).byteValue();
    }
    return octets;
  }
}
