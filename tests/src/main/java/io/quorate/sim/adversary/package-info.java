/**
 * What may go wrong with a replica or a client that is not correct. An {@link Adversary} stands
 * between an honest replica's actors and the network and rewrites what they send; it has the
 * replica's real key and nobody else's. {@link ReplicaFault} names them all. A {@link ClientFault}
 * is what a Byzantine client sends. Nothing here knows a clock: delays are said, not waited for.
 */
package io.quorate.sim.adversary;
