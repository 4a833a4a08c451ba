/**
 * The nouns of the protocol: who ({@link ReplicaId}, {@link ClientId}), when ({@link View}, {@link
 * SequenceNumber}), how many ({@link Quorum}), and what is agreed on ({@link Request}, {@link
 * Batch}, {@link Header}). Values only; knows the JDK and nothing else.
 */
package io.quorate.engine.model;
