package io.quorate.extension.bn254;

import java.math.BigInteger;
import java.util.List;

/**
 * The optimal ate pairing (Vercauteren, IEEE IT 2010), as far as the question whether a product of
 * pairings is one.
 */
public final class Pairing {

  private static final BigInteger LOOP =
      Bn254.U.multiply(BigInteger.valueOf(6)).add(BigInteger.TWO);

  /** (p⁴ - p² + 1) / r, what is left of the final exponent after its easy part. */
  private static final BigInteger HARD =
      Bn254.P.pow(4).subtract(Bn254.P.pow(2)).add(BigInteger.ONE).divide(Bn254.R);

  private static final Fp2 FROBENIUS_X =
      Fp2.XI.power(Bn254.P.subtract(BigInteger.ONE).divide(Bn254.THREE));
  private static final Fp2 FROBENIUS_Y =
      Fp2.XI.power(Bn254.P.subtract(BigInteger.ONE).shiftRight(1));

  private Pairing() {}

  /** Whether e(p₀, q₀) · e(p₁, q₁) · … = 1. */
  public static boolean productIsOne(List<G1> p, List<G2> q) {
    var product = Fp12.ONE;
    for (int i = 0; i < p.size(); i++) {
      if (!p.get(i).isInfinity()) {
        product = product.times(new Miller(p.get(i), q.get(i)).run());
      }
    }
    var easy = product.conjugate().times(product.inverse());
    return easy.frobenius2().times(easy).power(HARD).isOne();
  }

  /** Miller's loop for one pair. */
  private static final class Miller {
    private final G1 p;
    private final G2 q;
    private G2 at;
    private Fp12 value = Fp12.ONE;

    Miller(G1 p, G2 q) {
      this.p = p;
      this.q = q;
      this.at = q;
    }

    Fp12 run() {
      for (int i = LOOP.bitLength() - 2; i >= 0; i--) {
        value = value.times(value);
        step(at);
        if (LOOP.testBit(i)) {
          step(q);
        }
      }
      var first = frobenius(q);
      step(first);
      step(frobenius(first).negate());
      return value;
    }

    /** Multiplies the line through here and there, at p, into the value, and goes to the sum. */
    private void step(G2 there) {
      var slope = at.slope(there);
      value =
          value.times(
              new Fp12(
                  Fp2.of(p.y()),
                  slope.times(p.x()).negate(),
                  Fp2.ZERO,
                  slope.times(at.x()).minus(at.y()),
                  Fp2.ZERO,
                  Fp2.ZERO));
      at = at.plus(there, slope);
    }

    private static G2 frobenius(G2 point) {
      return new G2(
          point.x().conjugate().times(FROBENIUS_X), point.y().conjugate().times(FROBENIUS_Y));
    }
  }
}
