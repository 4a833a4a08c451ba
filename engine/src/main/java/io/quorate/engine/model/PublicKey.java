package io.quorate.engine.model;

/**
 * A key as the committee's record carries it.
 *
 * @param scheme the scheme's code on the wire
 */
public record PublicKey(int scheme, Bytes encoded) {}
