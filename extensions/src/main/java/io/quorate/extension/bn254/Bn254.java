package io.quorate.extension.bn254;

import java.math.BigInteger;

/** The numbers that make the curve. */
public final class Bn254 {

  /** Prime of the field that coordinates are in. */
  public static final BigInteger P =
      new BigInteger("30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47", 16);

  /** Order of the groups: prime of the field that scalars are in. */
  public static final BigInteger R =
      new BigInteger("30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001", 16);

  /** Bytes of a number of either field. */
  public static final int LENGTH = 32;

  /** The parameter of the family of curves (Barreto, Naehrig, SAC 2005). */
  static final BigInteger U = new BigInteger("44e992b44a6909f1", 16);

  static final BigInteger TWO = BigInteger.TWO;
  static final BigInteger THREE = BigInteger.valueOf(3);

  private Bn254() {}
}
