package io.quorate.persistence.append.error;

import java.nio.file.Path;

/** The directory belongs to another identity, or is in a format this version does not read. */
public final class ForeignLog extends LogRefusal {
  private static final long serialVersionUID = 1L;

  private ForeignLog(String message) {
    super(message);
  }

  public static ForeignLog identity(Path file, String found, String own) {
    return new ForeignLog(
        file + " belongs to identity \"" + found + "\", this process is \"" + own + "\"");
  }

  public static ForeignLog version(Path file, int found, int known) {
    return new ForeignLog(
        file + " has log format version " + found + ", this software reads version " + known);
  }
}
