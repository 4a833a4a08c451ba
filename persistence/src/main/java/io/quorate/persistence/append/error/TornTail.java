package io.quorate.persistence.append.error;

import java.nio.file.Path;

/**
 * The last group of writes was not complete when the process or the machine stopped. None of it had
 * been acknowledged; what could not be read was cut.
 *
 * @param dropped octets cleared, from the first unreadable one to the last that was not zero
 */
public record TornTail(Path file, int offset, int dropped) {
  @Override
  public String toString() {
    return "torn tail: cut " + dropped + " bytes of " + file + " at offset " + offset;
  }
}
