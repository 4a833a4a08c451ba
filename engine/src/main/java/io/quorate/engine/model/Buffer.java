package io.quorate.engine.model;

/**
 * Memory that somebody outside can fill.
 *
 * @param name what is kept; unique in a process
 * @param filledBy who can fill it
 * @param bound what keeps it from growing, by the names of limits and settings
 * @param worstBytes of heap when it is full, objects around the bytes included
 */
public record Buffer(String name, String filledBy, String bound, long worstBytes) {

  public Buffer {
    if (worstBytes < 0) {
      throw new IllegalArgumentException(name + " cannot have " + worstBytes + " bytes");
    }
  }
}
