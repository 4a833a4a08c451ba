package io.quorate.sim;

/**
 * A broken property.
 *
 * @param property the check's name
 * @param atMillis virtual time
 */
public record Violation(String property, String what, long atMillis) {

  @Override
  public String toString() {
    return property + " at " + atMillis + " ms: " + what;
  }
}
