package io.quorate.sim;

import io.quorate.engine.codec.FactCodec;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.spi.Chunk;
import io.quorate.engine.spi.SnapshotStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Optional;

/** Snapshots of the state as octets on a {@link SimulatedDisk}. */
final class SimulatedSnapshots implements SnapshotStore {

  private final SimulatedDisk disk;

  SimulatedSnapshots(SimulatedDisk disk) {
    this.disk = disk;
  }

  @Override
  public void save(Snapshot snapshot) throws IOException {
    var proof = FactCodec.encodeCheckpoint(snapshot.checkpoint());
    int size = snapshot.chunks().stream().mapToInt(each -> Integer.BYTES + each.length()).sum();
    var octets = ByteBuffer.allocate(Integer.BYTES + proof.length() + size);
    put(octets, proof);
    snapshot.chunks().forEach(each -> put(octets, each.frame()));
    disk.save(Bytes.wrap(octets.array()));
  }

  @Override
  public Optional<Snapshot> load() {
    return disk.state().map(SimulatedSnapshots::read);
  }

  private static Snapshot read(Bytes octets) {
    var in = octets.asBuffer();
    var checkpoint =
        FactCodec.decodeCheckpoint(take(in))
            .orElseThrow(error -> new IllegalStateException(error.detail()));
    var chunks = new ArrayList<Chunk>();
    while (in.hasRemaining()) {
      chunks.add(Chunk.read(take(in)).orElseThrow());
    }
    return new Snapshot(checkpoint, chunks);
  }

  private static void put(ByteBuffer target, Bytes octets) {
    target.putInt(octets.length()).put(octets.asBuffer());
  }

  private static Bytes take(ByteBuffer source) {
    var octets = new byte[source.getInt()];
    source.get(octets);
    return Bytes.wrap(octets);
  }
}
