package io.quorate.engine.spi;

/** The two times an actor may know; a port, so that a simulation owns both. */
public interface Clock {

  /** Monotonic nanoseconds, for time-outs. */
  long nanos();

  /** Calendar milliseconds since 1970, for timestamps; may jump. */
  long millis();

  /** The machine's. */
  Clock SYSTEM =
      new Clock() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public long millis() {
          return System.currentTimeMillis();
        }
      };
}
