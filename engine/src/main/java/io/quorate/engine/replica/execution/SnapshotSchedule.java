package io.quorate.engine.replica.execution;

/**
 * When the state goes to disk: at the first stable checkpoint that is so far from the last one on
 * disk, in slots or in bytes of executed requests. What lies above it is read again at a restart.
 *
 * @param slots a multiple of the checkpoint interval
 */
public record SnapshotSchedule(int slots, long bytes) {}
