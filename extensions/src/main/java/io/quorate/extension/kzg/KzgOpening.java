package io.quorate.extension.kzg;

import io.quorate.engine.model.Bytes;
import java.math.BigInteger;
import java.util.HexFormat;
import supranational.blst.P1;
import supranational.blst.P1_Affine;
import supranational.blst.P2;
import supranational.blst.P2_Affine;
import supranational.blst.PT;
import supranational.blst.Scalar;

/**
 * The claim that the polynomial under a commitment has value y at z (Kate, Zaverucha, Goldberg,
 * ASIACRYPT 2010; EIP-4844, verify_kzg_proof).
 *
 * @param commitment 48 bytes, a compressed point of G1
 * @param z 32 bytes, big endian, below the order of the group
 * @param y likewise
 * @param proof 48 bytes, a compressed point of G1
 */
public record KzgOpening(Bytes commitment, Bytes z, Bytes y, Bytes proof) {

  /** Order of the group in which polynomials live. */
  static final BigInteger ORDER =
      new BigInteger("73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001", 16);

  /** The second power in G2 of Ethereum's ceremony of 2023: all that a verifier needs of it. */
  private static final P2_Affine TAU =
      new P2_Affine(
          HexFormat.of()
              .parseHex(
                  "b5bfd7dd8cdeb128843bc287230af38926187075cbfbefa81009a2ce615ac53d"
                      + "2914e5870cb452d2afaaab24f3499f72185cbfee53492714734429b7b38608e2"
                      + "3926c911cceceac9a36851477ba4c60b087041de621000edc98edada20c1def2"));

  private static final int POINT = 48;
  private static final int FIELD = 32;

  /**
   * Whether the claim holds.
   *
   * @throws IllegalArgumentException with the reason, when one of the four has the wrong form
   */
  public boolean holds() {
    var committed = point(commitment, "the commitment");
    var witness = point(proof, "the proof");
    var left =
        committed
            .to_jacobian()
            .add(P1.generator().dup().mult(new Scalar(field(y, "the value"))).neg());
    var right =
        TAU.to_jacobian().add(P2.generator().dup().mult(new Scalar(field(z, "the place"))).neg());
    return PT.finalverify(
        new PT(left.to_affine(), P2_Affine.generator()), new PT(witness, right.to_affine()));
  }

  private static P1_Affine point(Bytes encoded, String what) {
    if (encoded.length() != POINT) {
      throw new IllegalArgumentException(what + " has 48 bytes, not " + encoded.length());
    }
    P1_Affine point;
    try {
      point = new P1_Affine(encoded.toArray());
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(what + " is no point of G1", e);
    }
    if (!point.in_group()) {
      throw new IllegalArgumentException(what + " lies outside of the subgroup");
    }
    return point;
  }

  private static BigInteger field(Bytes encoded, String what) {
    var value = new BigInteger(1, encoded.toArray());
    if (encoded.length() != FIELD || value.compareTo(ORDER) >= 0) {
      throw new IllegalArgumentException(what + " is no number below the order of the group");
    }
    return value;
  }
}
