package io.quorate.persistence.append.error;

import java.io.IOException;
import java.nio.file.Path;

/** There is not enough room on the disk; the message says where, how much, and what is free. */
public final class NoRoom extends IOException {
  private static final long serialVersionUID = 1L;

  public NoRoom(Path directory, long needed, long free) {
    super(
        "no room on the disk of "
            + directory
            + ": the journal needs "
            + needed
            + " bytes for its next file and "
            + free
            + " are free; make room, and it goes on by itself");
  }
}
