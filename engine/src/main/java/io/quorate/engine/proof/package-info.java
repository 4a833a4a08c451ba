/**
 * Convincing who was not there. {@link io.quorate.engine.proof.LightClient} follows a group from
 * its founding record by {@code FinalityCertificate}s alone, and names those who signed two
 * histories. May use {@code model}, {@code codec}, {@code crypto} and the JDK: it runs without an
 * actor system.
 */
package io.quorate.engine.proof;
