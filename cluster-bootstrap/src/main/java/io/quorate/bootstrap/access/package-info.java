/**
 * Where the engine is plugged in. Start at {@link ReplicaStarter}: it is given a running actor
 * system and gives back a {@link ReplicaAccess}, which is all that HTTP and the command line know
 * of a replica. {@link ClientAccess} is the same for a client that believes only a quorum. Both are
 * found by {@link java.util.ServiceLoader}.
 */
package io.quorate.bootstrap.access;
