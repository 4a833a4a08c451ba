/**
 * The actors, which perform what the core decides. Start at {@link Replica}; {@link ChildSpawner}
 * spawns the others below it, from the {@link ReplicaParts} that it is given. Octets come in
 * through {@link SignatureBatchVerifier} and go out through {@link PeerLinks}; the {@link Executor}
 * runs your state machine.
 */
package io.quorate.engine.replica;
