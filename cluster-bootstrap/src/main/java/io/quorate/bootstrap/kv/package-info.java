/**
 * The reference application: a key-value store with put, get, delete and compare-and-set. Start at
 * {@link KeyValueStore}, a state machine; {@link KeyValueRequest} and {@link KeyValueResult} are
 * what goes in and comes out, as octets. {@link EchoMachine} is for measurements. May use the
 * engine's {@code spi} and {@code model}.
 */
package io.quorate.bootstrap.kv;
