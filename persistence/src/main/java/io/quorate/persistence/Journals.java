package io.quorate.persistence;

import io.quorate.engine.spi.CommitLog;
import io.quorate.engine.spi.SnapshotStore;
import io.quorate.engine.spi.VoteLog;
import io.quorate.persistence.log.CommitJournal;
import io.quorate.persistence.log.JournalSettings;
import io.quorate.persistence.log.VolatileCommitLog;
import io.quorate.persistence.log.VolatileVoteLog;
import io.quorate.persistence.log.VoteJournal;
import io.quorate.persistence.snapshot.MemorySnapshots;
import io.quorate.persistence.snapshot.SnapshotVault;
import java.nio.file.Path;
import org.apache.pekko.actor.typed.Behavior;

/** All that a node needs to remember by. */
public record Journals(
    Behavior<VoteLog.Command> votes, Behavior<CommitLog.Command> commits, SnapshotStore snapshots) {

  /**
   * For an actor system that was given {@link JournalSettings#pekkoConfig} with the same directory
   * and identity. The snapshots of the application's state go to {@code state} below the directory,
   * whatever the journal is.
   *
   * @param identity cluster, replica and life of its disk: the same at every start, for another
   *     identity has promised nothing yet
   */
  public static Journals durable(Path dataDirectory, String identity, JournalSettings settings) {
    return new Journals(
        VoteJournal.create("votes/" + identity, settings),
        CommitJournal.create("commits/" + identity, settings),
        new SnapshotVault(dataDirectory.resolve("state"), identity));
  }

  /** Keeps nothing beyond the process: for tests and comparisons. */
  public static Journals inMemory() {
    return new Journals(
        VolatileVoteLog.create(), VolatileCommitLog.create(), new MemorySnapshots());
  }
}
