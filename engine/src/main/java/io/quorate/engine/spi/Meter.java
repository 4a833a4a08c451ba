package io.quorate.engine.spi;

/** What metrics subscribe to. Called from many threads; must not block. */
public interface Meter {

  /** Adds to a counter. */
  void count(String name, String kind, long by);

  /** Sets a gauge. */
  void gauge(String name, long value);

  default void count(String name, String kind) {
    count(name, kind, 1);
  }

  /** Measures nothing. */
  Meter NONE =
      new Meter() {
        @Override
        public void count(String name, String kind, long by) {}

        @Override
        public void gauge(String name, long value) {}
      };
}
