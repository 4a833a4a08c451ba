package io.quorate.engine.model;

/**
 * A reign of one primary (Castro and Liskov, OSDI '99, §4).
 *
 * @param value counts up from 0
 */
public record View(long value) implements Comparable<View> {

  public static final View ZERO = new View(0);

  public View {
    if (value < 0) {
      throw new IllegalArgumentException("a view is not negative: " + value);
    }
  }

  public View next() {
    return new View(Math.addExact(value, 1));
  }

  public boolean isAfter(View other) {
    return value > other.value;
  }

  @Override
  public int compareTo(View other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return "view " + value;
  }
}
