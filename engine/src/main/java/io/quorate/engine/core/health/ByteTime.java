package io.quorate.engine.core.health;

/**
 * The time that bytes of requests may take, in a group that executes as few a second as it may. Not
 * thread-safe.
 */
public final class ByteTime {

  private static final double SECOND = 1e9;

  private final long bytesPerSecond;
  private long spent;

  /**
   * @param bytesPerSecond what a group must execute at least, if it has so much to do
   */
  public ByteTime(long bytesPerSecond) {
    if (bytesPerSecond < 1) {
      throw new IllegalArgumentException("the least throughput must be positive");
    }
    this.bytesPerSecond = bytesPerSecond;
  }

  public void executed(long bytes) {
    spent += of(bytes);
  }

  /** Nanoseconds that all that was executed so far may have taken. */
  long spent() {
    return spent;
  }

  /** Nanoseconds that so many bytes may take. */
  public long of(long bytes) {
    return (long) (bytes / (double) bytesPerSecond * SECOND);
  }
}
