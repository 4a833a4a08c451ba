/**
 * Keys and signatures over octets. {@link io.quorate.engine.crypto.SignatureScheme} makes both
 * sides: a {@link io.quorate.engine.crypto.Signer}, the port to whatever holds a secret, and a
 * {@link io.quorate.engine.crypto.VerificationKey}. {@link io.quorate.engine.crypto.BatchCheck}
 * verifies many signatures at once and finds the bad ones. What exactly is accepted is part of the
 * protocol and stands at {@link io.quorate.engine.crypto.ed25519.Claim} and {@code EcdsaP256Key}.
 *
 * <p>Knows neither messages nor replicas; what is signed, and under which domain, is the caller's.
 * May use the JDK and Bouncy Castle; no clock, file, socket or thread.
 */
package io.quorate.engine.crypto;
