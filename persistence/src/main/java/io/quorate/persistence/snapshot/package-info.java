/**
 * The application's state at stable checkpoints. Start at {@link
 * io.quorate.persistence.snapshot.SnapshotVault}; {@code SnapshotManifest} is the file that makes a
 * directory of chunks a snapshot.
 */
package io.quorate.persistence.snapshot;
