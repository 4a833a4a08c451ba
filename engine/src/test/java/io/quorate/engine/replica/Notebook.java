package io.quorate.engine.replica;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.spi.Chunk;
import io.quorate.engine.spi.StateMachine;
import java.util.ArrayList;
import java.util.List;

/** A state machine that writes down what it is given and says how much that is; a line a chunk. */
final class Notebook implements StateMachine {

  private final List<Chunk> lines = new ArrayList<>();
  private final List<Long> times = new ArrayList<>();

  @Override
  public Bytes execute(Bytes operation, Moment moment) {
    lines.add(Chunk.of(operation));
    times.add(moment.timestampMillis());
    return Bytes.utf8(lines.size() + ": " + operation.asUtf8());
  }

  @Override
  public List<Chunk> chunks() {
    return List.copyOf(lines);
  }

  @Override
  public void restore(List<Bytes> chunks) {
    lines.clear();
    chunks.forEach(each -> lines.add(Chunk.of(each)));
  }

  List<String> lines() {
    return lines.stream().map(each -> each.octets().asUtf8()).toList();
  }

  List<Long> times() {
    return times;
  }
}
