package io.quorate.bootstrap.link;

import io.quorate.engine.model.Bounded;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Frames of which a part has come, of all connections that share a bound: when they are too much
 * together, the one that began first gives way. Used on the reactor's thread only.
 */
final class PartialFrames {

  private final long most;

  @Bounded(by = LinkBuffers.FROM_PEERS)
  private final Map<Reactor.Handler, Integer> parts = new LinkedHashMap<>();

  private long bytes;

  /**
   * @param most bytes of all parts, but for what comes at once
   */
  PartialFrames(long most) {
    this.most = most;
  }

  /**
   * Takes note of how much of a frame is here.
   *
   * @param part 0 between frames
   */
  void has(Reactor.Handler connection, int part) {
    var before = part == 0 ? parts.remove(connection) : parts.put(connection, part);
    bytes += part - (before == null ? 0 : before);
    while (bytes > most && parts.size() > 1) {
      var oldest = parts.keySet().iterator().next();
      forget(oldest);
      oldest.fail(new IOException("its frame took too long, and others came"));
    }
  }

  void forget(Reactor.Handler connection) {
    has(connection, 0);
  }
}
