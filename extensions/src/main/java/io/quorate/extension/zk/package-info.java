/**
 * Zero-knowledge proofs of finality: that a quorum signed, without its signatures. {@link
 * io.quorate.extension.zk.HonkVerifier} checks what Barretenberg 5.0.0 proves (UltraHonk with
 * Keccak, the form for the EVM), after the Solidity that Barretenberg writes (Apache-2.0). It is
 * pinned to that version, and was not reviewed by anybody else.
 */
package io.quorate.extension.zk;
