/**
 * The curve BN254 (alt_bn128; EIP-196 and EIP-197) as far as a verifier needs it: sums in G1 and
 * products of pairings, {@link io.quorate.extension.bn254.Pairing}. It handles public values alone:
 * nothing here takes the same time for all of them.
 */
package io.quorate.extension.bn254;
