/**
 * Whole groups in one thread and virtual time: a run is a seed. Start at {@link SimulatedGroup}.
 * The replicas are the engine's own cores behind a {@link Shell} that does what the actors do;
 * network, disks and clocks are simulated; {@link Adversary} turns a replica Byzantine; each {@link
 * Check} watches one property.
 */
package io.quorate.sim;
