/**
 * Verification of Ed25519 signatures, one by one and in batches, by one rule: start at {@link
 * io.quorate.engine.crypto.ed25519.SignatureClaim}, which states it. {@link
 * io.quorate.engine.crypto.ed25519.PublicPoint} is a key, {@link
 * io.quorate.engine.crypto.ed25519.BatchEquation} decides many claims at once. Below them {@code
 * PointSum} adds multiples of points, {@code Accumulator} points, {@code FieldElement} is
 * arithmetic modulo 2^255 - 19 and {@code Scalar} modulo the order L.
 *
 * <p>Own code, because no library for the JVM verifies in batches, and because libraries differ in
 * which crafted signatures they accept (Chalkias, Garillot and Nikolaenko, "Taming the many
 * EdDSAs"). All of it runs in time that depends on its input, which is public: nothing here may
 * ever be given a secret. Signing is in the package above. May use the JDK only.
 */
package io.quorate.engine.crypto.ed25519;
