package io.quorate.sim;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.spi.Chunk;
import io.quorate.engine.spi.StateMachine;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Remembers every operation. The result of one is its place in the order of all, with a digest of
 * all up to it, so that a client can tell when it was told a wrong one; then what it read.
 */
class SimulatedMachine implements StateMachine {

  private static final int IN_A_CHUNK = 32;
  private static final int TRAIL = 8;

  private final int replica;
  private final Witness witness;
  private final List<Bytes> history = new ArrayList<>();
  private final Map<String, Bytes> outcomes = new TreeMap<>();
  private final Map<Integer, String> registers = new TreeMap<>();
  private Digest trail = Digest.ZERO;

  SimulatedMachine(int replica, Witness witness) {
    this.replica = replica;
    this.witness = witness;
  }

  @Override
  public Bytes execute(Bytes operation, Moment moment) {
    var result = apply(operation);
    witness.executed(
        new Check.Execution(
            replica,
            moment.sequence().value(),
            history.size(),
            moment.client(),
            operation.asUtf8(),
            result));
    return result;
  }

  private Bytes apply(Bytes operation) {
    history.add(operation);
    trail = Digest.join(trail, Digest.of(operation));
    var text = operation.asUtf8();
    var found = Bytes.utf8(touch(text));
    var result =
        ByteBuffer.allocate(Long.BYTES + TRAIL + found.length())
            .putLong(history.size())
            .put(trail.toBytes().slice(0, TRAIL).asBuffer())
            .put(found.asBuffer());
    var octets = twist(Bytes.wrap(result.array()));
    outcomes.put(text, octets);
    return octets;
  }

  /** Writes, or tells what it read. */
  private String touch(String operation) {
    var register = Operation.register(operation);
    if (register.isWritten()) {
      registers.put(register.number(), operation);
      return "";
    }
    return read(register.number());
  }

  /** A seam: what was written here last, empty if nothing was. */
  String read(int register) {
    return registers.getOrDefault(register, "");
  }

  /** What an operation read, from its result. */
  static String valueOf(Bytes result) {
    return result.length() <= Long.BYTES + TRAIL
        ? ""
        : result.slice(Long.BYTES + TRAIL, result.length()).asUtf8();
  }

  /** A seam: an application that is not deterministic gives every replica another result. */
  Bytes twist(Bytes result) {
    return result;
  }

  /** How many operations have been applied. */
  int size() {
    return history.size();
  }

  /** Every operation's result. */
  Map<String, Bytes> outcomes() {
    return Collections.unmodifiableMap(outcomes);
  }

  @Override
  public List<Chunk> chunks() {
    var chunks = new ArrayList<Chunk>();
    for (int i = 0; i < history.size(); i += IN_A_CHUNK) {
      var part = history.subList(i, Math.min(history.size(), i + IN_A_CHUNK));
      var octets =
          ByteBuffer.allocate(part.stream().mapToInt(each -> Integer.BYTES + each.length()).sum());
      part.forEach(each -> octets.putInt(each.length()).put(each.asBuffer()));
      chunks.add(Chunk.of(Bytes.wrap(octets.array())));
    }
    return chunks;
  }

  @Override
  public void restore(List<Bytes> chunks) {
    history.clear();
    outcomes.clear();
    registers.clear();
    trail = Digest.ZERO;
    for (var chunk : chunks) {
      for (var in = chunk.asBuffer(); in.hasRemaining(); ) {
        var operation = new byte[in.getInt()];
        in.get(operation);
        apply(Bytes.wrap(operation));
      }
    }
    witness.restored(replica);
  }
}
