package io.quorate.persistence.snapshot;

import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.spi.Chunk;
import io.quorate.engine.spi.SnapshotStore;
import io.quorate.persistence.PersistenceBuffers;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Snapshots in a directory: a file per chunk, named by its digest, and one manifest, which makes
 * them a snapshot. A file gets its name only when it is durable, and the manifest takes the old
 * one's place in one step: after a crash there is the old snapshot or the new one. A chunk that
 * this process has written or verified is not written again; one that it has not is, so that a
 * damaged file does not outlive the next save.
 */
public final class SnapshotVault implements SnapshotStore {

  private static final Logger LOG = LoggerFactory.getLogger(SnapshotVault.class);
  private static final int RETRY_MILLIS = 500;

  /** Room for what files and directories take besides their content. */
  private static final long MARGIN = 256 * 1024;

  private static final String MANIFEST = "manifest";
  private static final String CHUNK = ".chunk";
  private static final String UNFINISHED = ".tmp";
  private static final Pattern OURS = Pattern.compile("([0-9a-f]{64}\\.chunk|manifest)(\\.tmp)?");

  private final Path directory;
  private final String identity;

  @Bounded(by = PersistenceBuffers.EVENTS)
  private final Set<Digest> sound = new HashSet<>();

  /**
   * @param directory created by the first save; of this vault alone
   * @param identity whose state it is; a directory that says otherwise is refused
   */
  public SnapshotVault(Path directory, String identity) {
    this.directory = directory;
    this.identity = identity;
  }

  /** Where there is no room it waits until there is: the snapshot before stays good. */
  @Override
  public synchronized void save(Snapshot snapshot) throws IOException {
    create();
    awaitRoom(snapshot);
    for (var chunk : snapshot.chunks()) {
      var file = fileOf(chunk.digest());
      if (!sound.contains(chunk.digest()) || !Files.exists(file)) {
        write(file, chunk.pieces());
        sound.add(chunk.digest());
      }
    }
    force(directory);
    var digests = snapshot.chunks().stream().map(Chunk::digest).toList();
    var manifest = new SnapshotManifest(identity, snapshot.checkpoint(), digests);
    write(directory.resolve(MANIFEST), List.of(Bytes.wrap(manifest.encode().array())));
    force(directory);
    sound.retainAll(Set.copyOf(digests));
    sweep(digests);
  }

  private void awaitRoom(Snapshot snapshot) throws IOException {
    long needed = MARGIN + digestsLength(snapshot);
    for (var chunk : snapshot.chunks()) {
      needed += sound.contains(chunk.digest()) ? 0 : chunk.length();
    }
    boolean isTold = false;
    while (Files.getFileStore(directory).getUsableSpace() < needed) {
      if (!isTold) {
        LOG.warn("no room for a snapshot in {}: it needs {} bytes and waits", directory, needed);
        isTold = true;
      }
      pause();
    }
  }

  private static long digestsLength(Snapshot snapshot) {
    return (long) Digest.LENGTH * snapshot.chunks().size();
  }

  private static void pause() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for room", e);
    }
  }

  private void create() throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory);
      force(directory.toAbsolutePath().getParent());
    }
  }

  private static void write(Path file, List<Bytes> pieces) throws IOException {
    var unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
    try (var channel =
        FileChannel.open(
            unfinished,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      for (var piece : pieces) {
        var octets = piece.asBuffer();
        while (octets.hasRemaining()) {
          channel.write(octets);
        }
      }
      channel.force(true);
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void force(Path directory) throws IOException {
    try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** The snapshot is durable by now: what cannot be deleted is only a waste, and is told. */
  private void sweep(List<Digest> wanted) {
    var names = wanted.stream().map(digest -> digest.toHex() + CHUNK).collect(Collectors.toSet());
    names.add(MANIFEST);
    try (var files = Files.list(directory)) {
      for (var file : files.toList()) {
        var name = file.getFileName().toString();
        if (OURS.matcher(name).matches() && !names.contains(name)) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      LOG.warn("older snapshots stay on disk: {}", e.getMessage(), e);
    }
  }

  @Override
  public synchronized Optional<Snapshot> load() throws IOException {
    var file = directory.resolve(MANIFEST);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    var manifest = SnapshotManifest.decode(file, Files.readAllBytes(file));
    if (!manifest.identity().equals(identity)) {
      throw SnapshotRefused.foreign(file, manifest.identity(), identity);
    }
    var chunks = new ArrayList<Chunk>();
    for (var digest : manifest.chunks()) {
      chunks.add(chunk(digest));
    }
    return Optional.of(new Snapshot(manifest.checkpoint(), chunks));
  }

  private Chunk chunk(Digest digest) throws IOException {
    var file = fileOf(digest);
    try {
      var chunk =
          Chunk.read(Bytes.wrap(Files.readAllBytes(file)))
              .filter(each -> each.digest().equals(digest))
              .orElseThrow(
                  () -> SnapshotRefused.damaged(file, "its bytes are not what its name says"));
      sound.add(digest);
      return chunk;
    } catch (NoSuchFileException e) {
      throw SnapshotRefused.damaged(file, "it is missing");
    }
  }

  private Path fileOf(Digest digest) {
    return directory.resolve(digest.toHex() + CHUNK);
  }
}
