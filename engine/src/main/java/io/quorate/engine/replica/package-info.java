/**
 * The actors: hands of the core. Start at {@link Replica}; {@link ReplicaGroupMember} spawns all of
 * one replica under one parent. Octets come in through {@link SignatureBatchVerifier} and go out
 * through {@link PeerLinks}; the {@link Executor} runs your state machine.
 */
package io.quorate.engine.replica;
