/**
 * Groups of real replicas, a process each, as an operator starts them: durable, over TLS, asked by
 * HTTP. {@link io.quorate.cluster.RealGroup} starts, kills, pauses and damages them.
 */
package io.quorate.cluster;
