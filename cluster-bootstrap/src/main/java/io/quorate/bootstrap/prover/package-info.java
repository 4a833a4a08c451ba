/**
 * Proofs in zero knowledge: {@link io.quorate.bootstrap.prover.Prover} runs the process that makes
 * them, {@link io.quorate.bootstrap.prover.CircuitFolder} is what prover and verifier share.
 */
package io.quorate.bootstrap.prover;
