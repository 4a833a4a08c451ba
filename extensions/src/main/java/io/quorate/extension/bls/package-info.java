/**
 * BLS12-381 signatures that add up (Boneh, Lynn, Shacham, ASIACRYPT 2001; IETF draft-irtf-cfrg-bls
 * 06): min-sig, signatures in G1 and keys in G2, with proof of possession. Start at {@link
 * io.quorate.extension.bls.BlsAggregate}. The curve is jblst's.
 */
package io.quorate.extension.bls;
