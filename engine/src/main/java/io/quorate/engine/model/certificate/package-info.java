/**
 * Votes gathered into proof. A certificate is a claim until {@code crypto} has verified it; it
 * carries signers and signatures only, for what each of them signed follows from the claim.
 */
package io.quorate.engine.model.certificate;
