/**
 * Transcripts of what a group says to each other, in {@code resources/scenarios}. {@link
 * io.quorate.scenario.Script} is a page of them, {@link io.quorate.scenario.ScenarioGroup}
 * understands its commands, {@link io.quorate.scenario.ScenarioReplica} is a replica with the cores
 * of production and a disk, {@link io.quorate.scenario.ScenarioNetwork} carries, {@link
 * io.quorate.scenario.ScriptedReplica} makes up what no correct replica would say, {@link
 * io.quorate.scenario.ShortNames} names it all.
 */
package io.quorate.scenario;
