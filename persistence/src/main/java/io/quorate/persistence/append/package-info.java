/**
 * The embedded journal and snapshot store: what a replica promised survives a crash without a
 * database.
 *
 * <p>Start at {@link io.quorate.persistence.append.AppendLog}: open, append, replay. {@code
 * LogWriter} is its one thread, {@code GroupWriter} what it puts on disk, {@code Segments} the
 * files; {@code Recovery} decides what may be believed after a crash, and {@code RecordHeader}
 * shows why it can. None of these knows Pekko; {@link io.quorate.persistence.append.AppendJournal}
 * and {@link io.quorate.persistence.append.AppendSnapshots} are the shells that do. {@link
 * io.quorate.persistence.append.LogRefusal} lists all that may go wrong.
 */
package io.quorate.persistence.append;
