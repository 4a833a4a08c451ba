/**
 * Keys and signatures over octets. {@link io.quorate.engine.crypto.SignatureScheme} makes both
 * sides: a {@link io.quorate.engine.crypto.Signer}, the port to whatever holds a secret, and a
 * {@link io.quorate.engine.crypto.VerificationKey}. {@link io.quorate.engine.crypto.BatchCheck}
 * verifies many signatures at once and finds the bad ones. What exactly is accepted is part of the
 * protocol and stands at {@link io.quorate.engine.crypto.ed25519.SignatureClaim} and {@code
 * EcdsaP256Key}.
 *
 * <p>{@link io.quorate.engine.crypto.MessageVerifier} joins them to messages: it alone turns octets
 * of others into {@link io.quorate.engine.crypto.Verified}, with the keys of a {@link
 * io.quorate.engine.crypto.KeyRing}. May use {@code codec}, the JDK and Bouncy Castle; no clock,
 * file, socket or thread.
 */
package io.quorate.engine.crypto;
