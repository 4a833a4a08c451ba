/**
 * Transcripts of what a group says to each other, in {@code resources/scenarios}. {@link
 * io.quorate.scenario.Script} is a page of them, {@link io.quorate.scenario.Stage} understands its
 * commands, {@link io.quorate.scenario.Player} is a replica with the cores of production and a
 * disk, {@link io.quorate.scenario.Post} carries, {@link io.quorate.scenario.Liar} makes up what no
 * correct replica would say, {@link io.quorate.scenario.Wording} names it all.
 */
package io.quorate.scenario;
