package io.quorate.engine.codec;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.message.Statement;

/**
 * A message as it came, opened but not believed: enough to see whether it still matters before a
 * signature is checked.
 *
 * @param signed the octets that the signature covers
 * @param payload what the statement's digest is of; empty for PREPARE and COMMIT
 * @param wire all of it, for keeping and for handing on
 */
public record Unverified(
    Statement statement, Bytes signed, Bytes signature, Bytes payload, Bytes wire) {}
