package io.quorate.extension.zk;

import io.quorate.engine.model.Bytes;
import io.quorate.extension.bn254.Bn254;
import io.quorate.extension.bn254.G1;
import java.math.BigInteger;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a prover says, well formed: every number is in its field, every point on the curve. The
 * order of the components is that of the bytes.
 *
 * @param limbs of two points that a circuit which checks a proof hands on: zeros
 * @param masking commitment to the masking polynomial, only with zero knowledge
 * @param witness wires 1 to 3, read counts, read tags, wire 4, inverses, grand product
 * @param libra what masks the sumcheck, only with zero knowledge
 * @param rounds one polynomial a round, by its values at 0, 1, 2, …
 * @param evaluations at the point that the sumcheck ends in, in the order of {@link Wire}; with
 *     zero knowledge, the masking polynomial's before
 * @param folds commitments of Gemini
 * @param foldEvaluations their values at -r, -r², …
 * @param batched Shplonk's quotient
 * @param quotient KZG's
 */
record HonkProof(
    List<Fr> limbs,
    Optional<G1> masking,
    List<G1> witness,
    Optional<Libra> libra,
    List<List<Fr>> rounds,
    List<Fr> evaluations,
    List<G1> folds,
    List<Fr> foldEvaluations,
    G1 batched,
    G1 quotient) {

  /** Public inputs that the proof brings with it. */
  static final int PAIRING_LIMBS = 8;

  private static final int WITNESS = 8;

  /**
   * The masks of a sumcheck without knowledge (Xie et al., CRYPTO '19).
   *
   * @param first commitment to the masks; the two others come after the sumcheck
   * @param sum of the masks over all rows
   * @param evaluation of the masks where the sumcheck ends
   * @param openings four values of the commitments' polynomials
   */
  record Libra(G1 first, Fr sum, Fr evaluation, G1 second, G1 third, List<Fr> openings) {}

  /** Values of a round's polynomial. */
  static int roundLength(boolean zeroKnowledge) {
    return zeroKnowledge ? 9 : 8;
  }

  /** Bytes of a proof of a circuit of so many rows; there is no other length. */
  static int length(int logSize, boolean zeroKnowledge) {
    int points = WITNESS + logSize - 1 + 2 + (zeroKnowledge ? 4 : 0);
    int numbers =
        PAIRING_LIMBS
            + logSize * roundLength(zeroKnowledge)
            + Wire.COUNT
            + logSize
            + (zeroKnowledge ? 7 : 0);
    return G1.LENGTH * points + Bn254.LENGTH * numbers;
  }

  /**
   * @throws IllegalArgumentException when it is none
   */
  static HonkProof of(Bytes bytes, int logSize, boolean zeroKnowledge) {
    if (bytes.length() != length(logSize, zeroKnowledge)) {
      throw new IllegalArgumentException("a proof of another length");
    }
    var in = new Reader(bytes);
    var limbs = in.limbs();
    Optional<G1> masking = zeroKnowledge ? Optional.of(in.point()) : Optional.empty();
    var witness = in.points(WITNESS);
    var first = zeroKnowledge ? in.point() : G1.INFINITY;
    var sum = zeroKnowledge ? in.number() : Fr.ZERO;
    var rounds =
        Stream.generate(() -> in.numbers(roundLength(zeroKnowledge))).limit(logSize).toList();
    var evaluations = in.numbers(Wire.COUNT + (zeroKnowledge ? 1 : 0));
    var evaluation = zeroKnowledge ? in.number() : Fr.ZERO;
    var later = zeroKnowledge ? in.points(2) : List.<G1>of();
    var folds = in.points(logSize - 1);
    var foldEvaluations = in.numbers(logSize);
    Optional<Libra> libra =
        zeroKnowledge
            ? Optional.of(
                new Libra(first, sum, evaluation, later.get(0), later.get(1), in.numbers(4)))
            : Optional.empty();
    return new HonkProof(
        limbs,
        masking,
        witness,
        libra,
        rounds,
        evaluations,
        folds,
        foldEvaluations,
        in.point(),
        in.point());
  }

  /** The commitments to the witness in the order of {@link Wire}. */
  List<G1> committed() {
    return IntStream.of(0, 1, 2, 5, 7, 6, 3, 4).mapToObj(witness::get).toList();
  }

  /** The values that relations speak of. */
  Map<Wire, Fr> ofWires() {
    var named = new EnumMap<Wire, Fr>(Wire.class);
    var next = evaluations.listIterator(evaluations.size() - Wire.COUNT);
    for (var wire : Wire.values()) {
      named.put(wire, next.next());
    }
    return named;
  }

  private static final class Reader {
    private final byte[] bytes;
    private int at;

    Reader(Bytes bytes) {
      this.bytes = bytes.toArray();
    }

    private BigInteger word() {
      at += Bn254.LENGTH;
      return new BigInteger(1, bytes, at - Bn254.LENGTH, Bn254.LENGTH);
    }

    Fr number() {
      return new Fr(word());
    }

    G1 point() {
      return new G1(word(), word());
    }

    List<Fr> numbers(int count) {
      return Stream.generate(this::number).limit(count).toList();
    }

    List<G1> points(int count) {
      return Stream.generate(this::point).limit(count).toList();
    }

    /** A circuit that checks no other proof hands on none. */
    List<Fr> limbs() {
      var limbs = numbers(PAIRING_LIMBS);
      if (!limbs.equals(Collections.nCopies(PAIRING_LIMBS, Fr.ZERO))) {
        throw new IllegalArgumentException("a proof that rests on another");
      }
      return limbs;
    }
  }
}
