package io.quorate.bootstrap.kv;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.spi.Chunk;
import io.quorate.engine.spi.StateMachine;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Answers every operation with its own octets, or with as many zeros as the system property {@value
 * #REPLY} says, and counts them: consensus and nothing else.
 */
public final class EchoMachine implements StateMachine {

  /** Octets of every result; the same on all replicas, or they diverge. */
  public static final String REPLY = "quorate.echo.reply";

  private final Integer replyLength = Integer.getInteger(REPLY);
  private final Bytes reply =
      Bytes.wrap(new byte[replyLength == null ? 0 : Math.max(0, replyLength)]);
  private long executed;

  @Override
  public Bytes execute(Bytes operation, Moment moment) {
    executed++;
    return replyLength == null ? operation : reply;
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
