package io.quorate.extension.zk;

import io.quorate.extension.bn254.G1;
import io.quorate.extension.bn254.G2;
import io.quorate.extension.bn254.Pairing;
import io.quorate.extension.zk.HonkProof.Libra;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * That the committed polynomials have the values they are said to have: multilinear ones folded to
 * one variable (Gemini, EUROCRYPT '22), all openings batched to one (Shplonk, 2020/081), and that
 * one shown by a pairing (KZG, ASIACRYPT '10).
 */
final class Shplemini {

  private final HonkKey key;
  private final HonkProof proof;
  private final Challenges challenges;
  private final List<G1> points = new ArrayList<>();
  private final List<BigInteger> scalars = new ArrayList<>();

  /** What the claimed values come to, taken from the commitments' side. */
  private Fr constant = Fr.ZERO;

  Shplemini(HonkKey key, HonkProof proof, Challenges challenges) {
    this.key = key;
    this.proof = proof;
    this.challenges = challenges;
  }

  /**
   * @param setup the second power in G2 of the setup
   * @throws ArithmeticException when a challenge is one of few that fit nothing
   */
  boolean holds(G2 setup) {
    var powers = Challenges.squares(challenges.r(), key.logSize());
    add(proof.batched(), Fr.ONE);
    var evaluation = addPolynomials();
    var next = addFolds(powers, folded(powers, evaluation));
    proof.libra().ifPresent(masks -> addMasks(masks, next));
    add(G1.GENERATOR, constant);
    add(proof.quotient(), challenges.z());
    return Pairing.productIsOne(
        List.of(G1.sum(points, scalars), proof.quotient().negate()), List.of(G2.GENERATOR, setup));
  }

  private void add(G1 point, Fr scalar) {
    points.add(point);
    scalars.add(scalar.value());
  }

  /** 1 / (z - r^(2^i)), or with the other sign. */
  private Fr below(Fr power) {
    return challenges.z().minus(power).inverse();
  }

  private Fr above(Fr power) {
    return challenges.z().plus(power).inverse();
  }

  /** All polynomials at ±r, batched by powers of rho; returns their batched value. */
  private Fr addPolynomials() {
    var committed = new ArrayList<G1>();
    proof.masking().ifPresent(committed::add);
    committed.addAll(key.commitments());
    committed.addAll(proof.committed());
    var below = below(challenges.r());
    var above = challenges.nu().times(above(challenges.r()));
    var plain = below.plus(above).negate();
    var shifted = challenges.r().inverse().times(below.minus(above)).negate();
    var values = proof.evaluations();
    var batched = Fr.ZERO;
    var power = Fr.ONE;
    var factors = new ArrayList<Fr>();
    int firstOfWitness = committed.size() - (Wire.COMMITTED - Wire.OF_CIRCUIT);
    for (int i = 0; i < values.size(); i++) {
      if (i < committed.size()) {
        factors.add(plain.times(power));
      } else {
        int of = firstOfWitness + i - committed.size();
        factors.set(of, factors.get(of).plus(shifted.times(power)));
      }
      batched = batched.plus(values.get(i).times(power));
      power = power.times(challenges.rho());
    }
    for (int i = 0; i < committed.size(); i++) {
      add(committed.get(i), factors.get(i));
    }
    return batched;
  }

  /** The folds' values at r, r², r⁴, … from those at the negatives. */
  private List<Fr> folded(List<Fr> powers, Fr evaluation) {
    var values = new ArrayList<Fr>();
    var value = evaluation;
    for (int i = key.logSize() - 1; i >= 0; i--) {
      var power = powers.get(i);
      var u = challenges.rounds().get(i);
      var rest = power.times(Fr.ONE.minus(u));
      var other = proof.foldEvaluations().get(i).times(rest.minus(u));
      value = power.times(value).times(2).minus(other).times(rest.plus(u).inverse());
      values.add(0, value);
    }
    return values;
  }

  /** Returns the power of nu that comes next. */
  private Fr addFolds(List<Fr> powers, List<Fr> values) {
    var nu = challenges.nu();
    var power = Fr.ONE;
    for (int i = 0; i < key.logSize(); i++) {
      var below = power.times(below(powers.get(i)));
      var above = power.times(nu).times(above(powers.get(i)));
      constant = constant.plus(values.get(i).times(below));
      constant = constant.plus(proof.foldEvaluations().get(i).times(above));
      if (i > 0) {
        add(proof.folds().get(i - 1), below.plus(above).negate());
      }
      power = power.times(nu.square());
    }
    return power;
  }

  /**
   * The masks' three polynomials: at r, the running sums also a step on and at one, where it is 0.
   */
  private void addMasks(Libra masks, Fr next) {
    var r = challenges.r();
    var here = below(r);
    var places = List.of(here, below(MaskCheck.GENERATOR.times(r)), here, below(Fr.ONE), here);
    var opened = masks.openings();
    var values = List.of(opened.get(0), opened.get(1), opened.get(2), Fr.ZERO, opened.get(3));
    var factors = new ArrayList<Fr>();
    var power = next;
    for (int i = 0; i < places.size(); i++) {
      var factor = places.get(i).times(power);
      factors.add(factor.negate());
      constant = constant.plus(factor.times(values.get(i)));
      power = power.times(challenges.nu());
    }
    add(masks.first(), factors.get(0));
    add(masks.second(), factors.get(1).plus(factors.get(2)).plus(factors.get(3)));
    add(masks.third(), factors.get(4));
  }
}
