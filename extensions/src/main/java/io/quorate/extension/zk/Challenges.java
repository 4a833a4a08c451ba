package io.quorate.extension.zk;

import java.util.ArrayList;
import java.util.List;

/**
 * The verifier's side of the conversation.
 *
 * @param gates for each round, a square of the one before
 * @param libra scales the masks; zero without zero knowledge
 * @param rounds the point that the sumcheck ends in
 * @param rho batches the polynomials that are opened
 * @param r where Gemini's folds are opened
 * @param nu batches these openings
 * @param z where Shplonk's quotient is opened
 */
record Challenges(
    Fr eta,
    Fr beta,
    Fr gamma,
    Fr alpha,
    List<Fr> gates,
    Fr libra,
    List<Fr> rounds,
    Fr rho,
    Fr r,
    Fr nu,
    Fr z) {

  static Challenges of(HonkKey key, List<Fr> publicInputs, HonkProof proof) {
    var transcript = new Transcript().say(key.hash()).sayAll(publicInputs).sayAll(proof.limbs());
    proof.masking().ifPresent(transcript::say);
    var witness = proof.witness();
    witness.subList(0, 3).forEach(transcript::say);
    var eta = transcript.challenge();
    witness.subList(3, 6).forEach(transcript::say);
    transcript.next();
    var beta = transcript.low();
    var gamma = transcript.high();
    witness.subList(6, 8).forEach(transcript::say);
    var alpha = transcript.challenge();
    var gates = squares(transcript.challenge(), key.logSize());
    var libra =
        proof
            .libra()
            .map(masks -> transcript.say(masks.first()).say(masks.sum()).challenge())
            .orElse(Fr.ZERO);
    var rounds =
        proof.rounds().stream().map(round -> transcript.sayAll(round).challenge()).toList();
    transcript.sayAll(proof.evaluations());
    proof
        .libra()
        .ifPresent(
            masks -> transcript.say(masks.evaluation()).say(masks.second()).say(masks.third()));
    var rho = transcript.challenge();
    proof.folds().forEach(transcript::say);
    var r = transcript.challenge();
    transcript.sayAll(proof.foldEvaluations());
    proof.libra().ifPresent(masks -> transcript.sayAll(masks.openings()));
    var nu = transcript.challenge();
    var z = transcript.say(proof.batched()).challenge();
    return new Challenges(eta, beta, gamma, alpha, gates, libra, rounds, rho, r, nu, z);
  }

  static List<Fr> squares(Fr first, int count) {
    var all = new ArrayList<Fr>(List.of(first));
    while (all.size() < count) {
      all.add(all.get(all.size() - 1).square());
    }
    return all;
  }
}
