package io.quorate.persistence.snapshot;

import io.quorate.engine.codec.Decoded;
import io.quorate.engine.codec.FactCodec;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.certificate.StableCheckpoint;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Which chunks make the state at a checkpoint, in order, and whose it is. As octets, big-endian:
 * {@code QUORSNP1}, identity and checkpoint each behind a 32-bit length, the number of chunks in 32
 * bits, their digests, and the CRC-32C of all that.
 */
record SnapshotManifest(String identity, StableCheckpoint checkpoint, List<Digest> chunks) {

  private static final long MAGIC = 0x51554f52534e5031L; // "QUORSNP1"

  ByteBuffer encode() {
    var owner = Bytes.utf8(identity);
    var proof = FactCodec.encodeCheckpoint(checkpoint);
    int lengths = 4 * Integer.BYTES + owner.length() + proof.length();
    var octets = ByteBuffer.allocate(Long.BYTES + lengths + chunks.size() * Digest.LENGTH);
    octets.putLong(MAGIC);
    octets.putInt(owner.length()).put(owner.asBuffer());
    octets.putInt(proof.length()).put(proof.asBuffer());
    octets.putInt(chunks.size());
    chunks.forEach(digest -> digest.write(octets));
    octets.putInt(checksum(octets.array(), octets.position()));
    return octets.flip();
  }

  /**
   * @param file where the octets were read, for the message
   */
  static SnapshotManifest decode(Path file, byte[] octets) throws SnapshotRefused {
    int end = octets.length - Integer.BYTES;
    var in = ByteBuffer.wrap(octets);
    if (end < 0 || in.getInt(end) != checksum(octets, end)) {
      throw SnapshotRefused.damaged(file, "its checksum is wrong");
    }
    if (in.remaining() < Long.BYTES || in.getLong() != MAGIC) {
      throw SnapshotRefused.damaged(file, "it is no manifest that this version reads");
    }
    var owner = take(in).asUtf8();
    var proof = FactCodec.decodeCheckpoint(take(in));
    int count = in.getInt();
    var chunks = new ArrayList<Digest>(count);
    for (int i = 0; i < count; i++) {
      chunks.add(Digest.read(in));
    }
    if (proof instanceof Decoded.Value<StableCheckpoint> readable) {
      return new SnapshotManifest(owner, readable.value(), chunks);
    }
    throw SnapshotRefused.damaged(file, "its checkpoint is unreadable");
  }

  private static Bytes take(ByteBuffer in) {
    byte[] octets = new byte[in.getInt()];
    in.get(octets);
    return Bytes.wrap(octets);
  }

  private static int checksum(byte[] octets, int length) {
    var crc = new CRC32C();
    crc.update(octets, 0, length);
    return (int) crc.getValue();
  }
}
