package io.quorate.engine.spi;

/**
 * What metrics subscribe to. Handles may cost a look-up and are kept by who measures often; what
 * they do may come from any thread and must not block.
 */
public interface Meter {

  /**
   * The counter of these labels.
   *
   * @param labels a value for each of the metric's labels
   */
  Counter counter(Metric metric, String... labels);

  Gauge gauge(Metric metric, String... labels);

  Distribution distribution(Metric metric, String... labels);

  /** A number that only grows. */
  @FunctionalInterface
  interface Counter {
    void add(long by);

    default void increment() {
      add(1);
    }
  }

  /** A number as it is now. */
  @FunctionalInterface
  interface Gauge {
    void set(double value);

    default void set(long value) {
      set((double) value);
    }
  }

  /** Values in buckets. */
  @FunctionalInterface
  interface Distribution {
    void record(double value);

    /** A duration in nanoseconds, recorded in seconds. */
    default void nanos(long duration) {
      record(duration / 1e9);
    }
  }

  /** Measures nothing. */
  Meter NONE =
      new Meter() {
        @Override
        public Counter counter(Metric metric, String... labels) {
          return by -> {};
        }

        @Override
        public Gauge gauge(Metric metric, String... labels) {
          return value -> {};
        }

        @Override
        public Distribution distribution(Metric metric, String... labels) {
          return value -> {};
        }
      };
}
