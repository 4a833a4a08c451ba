package io.quorate.persistence.append.error;

import java.nio.file.Path;

/** Another opener, in this process or another, holds the directory. */
public final class LogInUse extends LogRefusal {
  private static final long serialVersionUID = 1L;

  public LogInUse(Path directory, String holder) {
    super(directory + " is in use by " + holder);
  }
}
