/**
 * The embedded journal: what a replica promised survives a crash without a database.
 *
 * <p>Start at {@link io.quorate.persistence.append.AppendLog}: open, append, replay. {@code
 * LogWriter} is its one thread, {@code GroupWriter} what it puts on disk, {@code Segments} the
 * files; {@code LogRecovery} decides what may be believed after a crash, and {@code RecordHeader}
 * shows why it can. None of these knows Pekko; {@link io.quorate.persistence.append.AppendJournal}
 * is the shell that does. {@code HighWater} is the mark beside the journal that shows what is gone.
 * {@link io.quorate.persistence.append.error.LogRefusal} lists all that may go wrong.
 */
package io.quorate.persistence.append;
