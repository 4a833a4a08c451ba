package io.quorate.sim;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.spi.Chunk;
import io.quorate.engine.spi.StateMachine;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Remembers every operation. The result of one is its place in the order of all, with a digest of
 * all up to it, so that a client can tell when it was told a wrong one; then what it read.
 */
class SimulatedMachine implements StateMachine {

  /** Bytes of a chunk of some thirty small operations. */
  static final int USUAL_CHUNK = 480;

  private static final int TRAIL = 8;
  private static final char END = '\n';

  private final int replica;
  private final CheckRunner checkRunner;
  private final Map<String, Bytes> outcomes = new TreeMap<>();
  private final Map<Integer, String> registers = new TreeMap<>();
  private final List<Chunk> full = new ArrayList<>();
  private ByteBuffer last = ByteBuffer.allocate(USUAL_CHUNK);
  private int applied;
  private int largest = Integer.MAX_VALUE;
  private Digest trail = Digest.ZERO;

  SimulatedMachine(int replica, CheckRunner checkRunner) {
    this.replica = replica;
    this.checkRunner = checkRunner;
  }

  /** Makes its chunks and what becomes of large results fit; before anything is executed. */
  void fit(Sizes sizes) {
    last = ByteBuffer.allocate(sizes.chunk());
    largest = sizes.limits().resultBytes();
  }

  @Override
  public Bytes execute(Bytes operation, Moment moment) {
    var result = apply(operation);
    SimulatedProcess.charge(costs -> costs.reading(operation.length() + result.length()));
    checkRunner.executed(
        new Check.Execution(
            replica,
            moment.sequence().value(),
            applied,
            moment.client(),
            Operation.text(operation),
            result));
    return result;
  }

  private Bytes apply(Bytes operation) {
    applied++;
    write(operation);
    trail = Digest.join(trail, Digest.of(operation));
    var text = Operation.text(operation);
    int answer = Operation.answer(operation);
    var found = Bytes.utf8(answer == 0 ? touch(text) : touch(text) + END);
    var result =
        ByteBuffer.allocate(Math.max(answer, Long.BYTES + TRAIL + found.length()))
            .putLong(applied)
            .put(trail.toBytes().slice(0, TRAIL).asBuffer())
            .put(found.asBuffer());
    var octets = twist(Bytes.wrap(result.array()));
    outcomes.put(text, octets.length() > largest ? TOO_LARGE : octets);
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
    if (result.length() <= Long.BYTES + TRAIL) {
      return "";
    }
    int end = Long.BYTES + TRAIL;
    while (end < result.length() && result.at(end) != END) {
      end++;
    }
    return result.slice(Long.BYTES + TRAIL, end).asUtf8();
  }

  /** A seam: an application that is not deterministic gives every replica another result. */
  Bytes twist(Bytes result) {
    return result;
  }

  /** How many operations have been applied. */
  int size() {
    return applied;
  }

  /** Every operation's result. */
  Map<String, Bytes> outcomes() {
    return Collections.unmodifiableMap(outcomes);
  }

  /** What is full never changes; the rest is copied. */
  @Override
  public List<Chunk> chunks() {
    var chunks = new ArrayList<>(full);
    if (last.position() > 0) {
      chunks.add(chunk(Arrays.copyOf(last.array(), last.position())));
    }
    return chunks;
  }

  private static Chunk chunk(byte[] octets) {
    SimulatedProcess.charge(costs -> costs.reading(octets.length));
    return Chunk.of(Bytes.wrap(octets));
  }

  /** The state is a stream of operations, each after its length, cut into chunks. */
  private void write(Bytes operation) {
    write(ByteBuffer.allocate(Integer.BYTES).putInt(0, operation.length()));
    write(operation.asBuffer());
  }

  private void write(ByteBuffer octets) {
    while (octets.hasRemaining()) {
      int length = Math.min(octets.remaining(), last.remaining());
      last.put(octets.slice().limit(length));
      octets.position(octets.position() + length);
      if (!last.hasRemaining()) {
        full.add(chunk(last.array()));
        last = ByteBuffer.allocate(last.capacity());
      }
    }
  }

  @Override
  public void restore(List<Bytes> chunks) {
    applied = 0;
    full.clear();
    last.clear();
    outcomes.clear();
    registers.clear();
    trail = Digest.ZERO;
    var stream = ByteBuffer.allocate(chunks.stream().mapToInt(Bytes::length).sum());
    chunks.forEach(each -> stream.put(each.asBuffer()));
    for (stream.flip(); stream.hasRemaining(); ) {
      var operation = new byte[stream.getInt()];
      stream.get(operation);
      apply(Bytes.wrap(operation));
    }
    checkRunner.restored(replica);
  }
}
