package io.quorate.persistence.append;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Snapshots in one directory, a file each. A file has its final name only when all of it is
 * durable; what a crash left under a temporary name is removed when the directory is opened.
 */
final class SnapshotFiles implements Closeable {
  private static final int MAGIC = 0x51534e50; // "QSNP"
  private static final int VERSION = 1;
  private static final Comparator<SnapshotName> BY_AGE =
      Comparator.comparingLong(SnapshotName::sequence).thenComparingLong(SnapshotName::timestamp);

  private final Path directory;
  private final String identity;
  private final Disk disk;
  private final DirectoryLock lock;

  /**
   * A serialized snapshot.
   *
   * @param octets what the serializer made of it
   */
  record Content(String persistenceId, int serializer, String manifest, ByteBuffer octets) {}

  private SnapshotFiles(SnapshotSettings settings, Disk disk, DirectoryLock lock) {
    this.directory = settings.directory();
    this.identity = settings.identity();
    this.disk = disk;
    this.lock = lock;
  }

  /**
   * @throws LogInUse when the directory is open elsewhere
   */
  static SnapshotFiles open(SnapshotSettings settings, Disk disk) throws IOException {
    var lock = DirectoryLock.acquire(settings.directory());
    try {
      for (var file : disk.list(settings.directory())) {
        if (file.toString().endsWith(".tmp")) {
          disk.delete(file);
        }
      }
      return new SnapshotFiles(settings, disk, lock);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** Returns when the snapshot is durable. */
  void save(SnapshotName name, Content content) throws IOException {
    var head = head(content);
    var crc = new CRC32C();
    crc.update(head.duplicate());
    crc.update(content.octets().duplicate());
    var unfinished = directory.resolve(name.fileName() + ".tmp");
    try (var opened = disk.readWrite(unfinished)) {
      int body = head.remaining();
      int end = body + content.octets().remaining();
      opened.write(head, 0);
      opened.write(content.octets().duplicate(), body);
      opened.write(ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).flip(), end);
      opened.forceAll();
    }
    disk.move(unfinished, directory.resolve(name.fileName()));
    disk.forceDirectory(directory);
  }

  private ByteBuffer head(Content content) throws IOException {
    var octets = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(octets)) {
      out.writeInt(MAGIC);
      out.writeInt(VERSION);
      out.writeUTF(identity);
      out.writeUTF(content.persistenceId());
      out.writeInt(content.serializer());
      out.writeUTF(content.manifest());
      out.writeInt(content.octets().remaining());
    }
    return ByteBuffer.wrap(octets.toByteArray());
  }

  Optional<SnapshotName> newest(String persistenceId, Predicate<SnapshotName> wanted)
      throws IOException {
    return named(persistenceId).filter(wanted).max(BY_AGE);
  }

  /**
   * @throws SnapshotDamaged when it is not what was saved
   * @throws ForeignLog when another identity saved it
   */
  Content load(SnapshotName name) throws IOException {
    var file = directory.resolve(name.fileName());
    byte[] octets = read(file);
    int checked = octets.length - Integer.BYTES;
    var crc = new CRC32C();
    crc.update(octets, 0, Math.max(0, checked));
    if (checked < 0 || ByteBuffer.wrap(octets).getInt(checked) != (int) crc.getValue()) {
      throw new SnapshotDamaged(file, "its checksum is wrong");
    }
    return decode(file, octets);
  }

  private Content decode(Path file, byte[] octets) throws IOException {
    try (var in = new DataInputStream(new ByteArrayInputStream(octets))) {
      if (in.readInt() != MAGIC) {
        throw new SnapshotDamaged(file, "it does not begin like a snapshot");
      }
      int version = in.readInt();
      if (version != VERSION) {
        throw ForeignLog.version(file, version, VERSION);
      }
      var owner = in.readUTF();
      if (!owner.equals(identity)) {
        throw ForeignLog.identity(file, owner, identity);
      }
      var persistenceId = in.readUTF();
      int serializer = in.readInt();
      var manifest = in.readUTF();
      int length = in.readInt();
      int start = octets.length - Integer.BYTES - length;
      return new Content(
          persistenceId, serializer, manifest, ByteBuffer.wrap(octets, start, length));
    }
  }

  private byte[] read(Path file) throws IOException {
    try (var opened = disk.readOnly(file)) {
      var octets = ByteBuffer.allocate(Math.toIntExact(opened.size()));
      for (int n = 0; n >= 0 && octets.hasRemaining(); ) {
        n = opened.read(octets, octets.position());
      }
      return octets.array();
    }
  }

  void delete(String persistenceId, Predicate<SnapshotName> unwanted) throws IOException {
    for (var name : named(persistenceId).filter(unwanted).toList()) {
      disk.delete(directory.resolve(name.fileName()));
    }
    disk.forceDirectory(directory);
  }

  private Stream<SnapshotName> named(String persistenceId) throws IOException {
    var owner = SnapshotName.ownerOf(persistenceId);
    return disk.list(directory).stream()
        .flatMap(file -> SnapshotName.parse(file).stream())
        .filter(name -> name.owner().equals(owner));
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
