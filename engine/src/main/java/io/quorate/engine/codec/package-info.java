/**
 * Octets. {@link MessageCodec} turns messages into deterministic CBOR (RFC 8949, §4.2) and back,
 * {@link SigningBytes} is what signatures cover, {@link DecodeError} says why octets are no
 * message. Every bound is checked before anything is allocated for it.
 */
package io.quorate.engine.codec;
