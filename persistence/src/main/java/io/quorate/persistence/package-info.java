/**
 * What survives a crash. Start at {@link io.quorate.persistence.Journals}: all that a node needs;
 * then {@code log} for the votes and the history, {@code snapshot} for the application's state, and
 * {@code append} for the embedded journal below them.
 */
package io.quorate.persistence;
