package io.quorate.sim;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.model.Batch;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ConfigurationId;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Header;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.message.Message.Request;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Applies batches: every operation's result is its place in the order of all operations, so that a
 * client can tell when it was told a wrong one. Each request is applied once.
 */
class SimulatedExecutor {

  private final int interval;
  private final TreeMap<RequestId, List<Bytes>> outcomes = new TreeMap<>();
  private final TreeMap<Long, Snapshot> snapshots = new TreeMap<>();
  private Header last;
  private long operations;
  private Digest trail = Digest.ZERO;

  SimulatedExecutor(Header beginning, int checkpointInterval) {
    this.last = beginning;
    this.interval = checkpointInterval;
  }

  /** What came of a batch: its header, and the requests that were new. */
  record Applied(Header header, List<RequestId> fresh) {}

  /** The header of the last batch that was applied. */
  Header last() {
    return last;
  }

  SequenceNumber executed() {
    return last.sequence();
  }

  Applied apply(SequenceNumber sequence, Batch batch, List<Request> requests) {
    var fresh = new ArrayList<RequestId>();
    for (var request : requests) {
      if (!isRepeated(request.id())) {
        outcomes.put(request.id(), request.operations().stream().map(this::applyOne).toList());
        fresh.add(request.id());
      }
    }
    var results = Digest.of(octets(operations, trail));
    boolean due = sequence.value() % interval == 0;
    last =
        Canonical.seal(
            new Header(
                sequence,
                last.digest(),
                batch.digest(),
                results,
                due ? stateDigest() : Digest.ZERO,
                ConfigurationId.GENESIS,
                Math.max(batch.timestamp(), last.timestamp() + 1),
                Digest.ZERO));
    if (due) {
      snapshots.put(sequence.value(), snapshot());
    }
    return new Applied(last, fresh);
  }

  /** A seam: one that forgets breaks what is promised to clients. */
  boolean isRepeated(RequestId id) {
    return outcomes.containsKey(id);
  }

  /** A seam: an application that is not deterministic gives every replica another result. */
  Bytes applyOne(Bytes operation) {
    operations++;
    trail = Digest.join(trail, Digest.of(operation));
    return octets(operations, trail).slice(0, Long.BYTES);
  }

  Optional<List<Bytes>> outcome(RequestId id) {
    return Optional.ofNullable(outcomes.get(id));
  }

  Map<RequestId, List<Bytes>> outcomes() {
    return Collections.unmodifiableMap(outcomes);
  }

  /** The state at a checkpoint, if it is still here. */
  Optional<Snapshot> snapshotAt(SequenceNumber checkpoint) {
    return Optional.ofNullable(snapshots.get(checkpoint.value()));
  }

  void forgetBelow(SequenceNumber checkpoint) {
    snapshots.headMap(checkpoint.value(), false).clear();
  }

  void restore(Snapshot snapshot) {
    outcomes.clear();
    outcomes.putAll(snapshot.outcomes());
    last = snapshot.header();
    operations = snapshot.operations();
    trail = snapshot.trail();
    snapshots.put(last.sequence().value(), snapshot);
  }

  private Snapshot snapshot() {
    return new Snapshot(
        last, operations, trail, Collections.unmodifiableSortedMap(new TreeMap<>(outcomes)));
  }

  private Digest stateDigest() {
    var digest = Digest.of(octets(operations, trail));
    for (var each : outcomes.entrySet()) {
      var id = each.getKey();
      var name =
          ByteBuffer.allocate(3 * Long.BYTES)
              .putLong(id.client().value())
              .putLong(id.session())
              .putLong(id.number());
      digest = Digest.join(digest, Digest.of(Bytes.wrap(name.array())));
      for (var result : each.getValue()) {
        digest = Digest.join(digest, Digest.of(result));
      }
    }
    return digest;
  }

  private static Bytes octets(long number, Digest digest) {
    var octets = ByteBuffer.allocate(Long.BYTES + Digest.LENGTH).putLong(number);
    digest.write(octets);
    return Bytes.wrap(octets.array());
  }
}
