/**
 * Whole groups in one thread and virtual time: a run is a seed. Start at {@link SimulatedGroup}.
 * Replicas and clients are the actors of production, each process an actor system whose threads and
 * timers are {@link SimulatedClock}'s; network, disks and clocks are simulated. {@link
 * io.quorate.sim.adversary.Adversary} turns a replica Byzantine by rewriting what it sends; each
 * {@link Check} watches one property.
 */
package io.quorate.sim;
