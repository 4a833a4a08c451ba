/**
 * Openings of the polynomial commitments that carry Ethereum's blobs (EIP-4844), checked with one
 * point of the ceremony: {@link io.quorate.extension.kzg.KzgOpening}.
 */
package io.quorate.extension.kzg;
