package io.quorate.bench.group;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One direction of a connection. At most {@value #MOST} octets are under way: with 100 ms that is
 * 80 MB/s, and whoever sends more waits, as on a long line.
 */
final class DelayedFlow {

  static final int MOST = 8 << 20;

  private static final int CHUNK = 64 << 10;

  private final Socket from;
  private final Socket to;
  private final long delayNanos;
  private final BlockingQueue<Chunk> underWay = new LinkedBlockingQueue<>();
  private final Semaphore room = new Semaphore(MOST);

  /** Octets, and when they arrive; none are the end. */
  private record Chunk(ByteBuffer octets, long due) {}

  DelayedFlow(Socket from, Socket to, int delayMillis) {
    this.from = from;
    this.to = to;
    this.delayNanos = TimeUnit.MILLISECONDS.toNanos(delayMillis);
  }

  /** Until the sender sends no more. */
  void read() {
    var buffer = new byte[CHUNK];
    try {
      var in = from.getInputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        room.acquire(count);
        arrive(ByteBuffer.wrap(Arrays.copyOf(buffer, count)));
      }
    } catch (IOException e) {
      // a connection that breaks ends as one that is closed
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    arrive(ByteBuffer.allocate(0));
  }

  private void arrive(ByteBuffer octets) {
    underWay.add(new Chunk(octets, System.nanoTime() + delayNanos));
  }

  /** Until all has arrived, or the receiver takes no more; then the receiver's end is closed. */
  void write() {
    try (to) {
      var out = to.getOutputStream();
      for (var chunk = underWay.take(); ; chunk = underWay.take()) {
        await(chunk.due());
        if (!chunk.octets().hasRemaining()) {
          return;
        }
        out.write(chunk.octets().array());
        room.release(chunk.octets().limit());
      }
    } catch (IOException e) {
      room.release(MOST);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void await(long due) {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
