package io.quorate.bootstrap.link;

import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/** Frames that wait to be sealed, bounded in octets. Used by one thread at a time. */
final class SendQueue {

  /** A frame is its length in 4 octets, and itself. */
  static final int HEADER = 4;

  @Bounded(by = LinkBuffers.TO_PEERS)
  private final ArrayDeque<Bytes> waiting = new ArrayDeque<>();

  private final long most;
  private final SharedBytes shared;
  private long octets;
  private int held;
  private int done;

  /**
   * @param most bytes that may wait here
   * @param shared what waits here and in other queues
   */
  SendQueue(long most, SharedBytes shared) {
    this.most = most;
    this.shared = shared;
  }

  long waiting() {
    return octets;
  }

  /** False if there is no room. */
  boolean offer(Bytes frame) {
    if (octets + HEADER + frame.length() > most || (shared.isFull() && !frame.isEmpty())) {
      return false;
    }
    octets += HEADER + frame.length();
    shared.add(HEADER + frame.length());
    waiting.add(frame);
    return true;
  }

  /** Moves what comes first into the buffer, as much as it takes; false if nothing waits. */
  boolean drainTo(ByteBuffer buffer) {
    int before = buffer.position();
    while (!waiting.isEmpty() && buffer.remaining() > HEADER) {
      var frame = waiting.element();
      if (done == 0) {
        buffer.putInt(frame.length());
      }
      int count = Math.min(frame.length() - done, buffer.remaining());
      int from = done;
      frame.read((array, offset, length) -> buffer.put(array, offset + from, count));
      done += count;
      if (done < frame.length()) {
        break;
      }
      done = 0;
      octets -= HEADER + frame.length();
      shared.remove(HEADER + frame.length());
      waiting.remove();
    }
    return buffer.position() > before;
  }

  /** So many bytes that came from here wait elsewhere until the socket takes them. */
  void holds(int bytes) {
    octets += bytes - held;
    shared.add(bytes - held);
    held = bytes;
  }

  void clear() {
    waiting.clear();
    held = 0;
    shared.remove(octets);
    octets = 0;
    done = 0;
  }
}
