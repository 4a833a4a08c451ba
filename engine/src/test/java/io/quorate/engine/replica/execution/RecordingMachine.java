package io.quorate.engine.replica.execution;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.spi.Chunk;
import io.quorate.engine.spi.StateMachine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A state machine that writes down what it is given and says how much that is; a line a chunk. */
public final class RecordingMachine implements StateMachine {

  private final List<Chunk> lines = new ArrayList<>();
  private final List<Long> times = new ArrayList<>();
  private final Map<Bytes, Throwable> trouble = new HashMap<>();

  /** Throws this when it is given that. */
  public void troubleAt(String operation, Throwable thrown) {
    trouble.put(Bytes.utf8(operation), thrown);
  }

  @Override
  public Bytes execute(Bytes operation, Moment moment) {
    throwIfDue(trouble.get(operation));
    lines.add(Chunk.of(operation));
    times.add(moment.timestampMillis());
    return Bytes.utf8(lines.size() + ": " + operation.asUtf8());
  }

  @Override
  public Bytes query(Bytes operation, Moment moment) {
    throwIfDue(trouble.get(operation));
    return operation.equals(Bytes.utf8("count"))
        ? Bytes.utf8(Integer.toString(lines.size()))
        : StateMachine.super.query(operation, moment);
  }

  private static void throwIfDue(Throwable due) {
    if (due instanceof Error error) {
      throw error;
    } else if (due instanceof RuntimeException exception) {
      throw exception;
    }
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

  public List<String> lines() {
    return lines.stream().map(each -> each.content().asUtf8()).toList();
  }

  List<Long> times() {
    return times;
  }
}
