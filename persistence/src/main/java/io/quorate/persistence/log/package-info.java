/**
 * The logs behind a replica's promises and its history, as event-sourced actors.
 *
 * <p>Start at {@link io.quorate.persistence.log.VoteJournal}: what its answer means, and how it
 * forgets. {@link io.quorate.persistence.log.CommitJournal} is its lazy sister; {@code
 * EventExtents} and {@code EventDeletion} give disk back for both, {@code FactRetention} says which
 * facts still matter. {@link io.quorate.persistence.log.EventCodec} is what the events are on disk.
 * {@link io.quorate.persistence.log.VolatileVoteLog} and {@link
 * io.quorate.persistence.log.VolatileCommitLog} keep nothing, for the memory mode.
 */
package io.quorate.persistence.log;
