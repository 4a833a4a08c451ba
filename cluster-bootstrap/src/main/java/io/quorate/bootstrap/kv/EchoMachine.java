package io.quorate.bootstrap.kv;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.spi.Chunk;
import io.quorate.engine.spi.StateMachine;
import java.nio.ByteBuffer;
import java.util.List;

/** Answers every operation with its own octets and counts them: consensus and nothing else. */
public final class EchoMachine implements StateMachine {

  private long executed;

  @Override
  public Bytes execute(Bytes operation, Moment moment) {
    executed++;
    return operation;
  }

  @Override
  public List<Chunk> chunks() {
    return List.of(Chunk.of(Bytes.wrap(ByteBuffer.allocate(8).putLong(executed).array())));
  }

  @Override
  public void restore(List<Bytes> chunks) {
    executed = chunks.get(0).asBuffer().getLong();
  }
}
