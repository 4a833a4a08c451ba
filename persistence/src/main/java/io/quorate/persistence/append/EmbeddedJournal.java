package io.quorate.persistence.append;

import io.quorate.persistence.append.disk.LogSettings;
import java.io.IOException;
import java.nio.file.Files;

/** The embedded journal before anything uses it. */
public final class EmbeddedJournal {

  private EmbeddedJournal() {}

  /** Whether a journal was begun where the settings say: then its absence is a loss. */
  public static boolean isBegun(LogSettings settings) {
    return Files.exists(settings.mark());
  }

  /**
   * Makes an empty journal, durably, unless there is one.
   *
   * @throws LogRefusal when there is one that is not to be used
   */
  public static void begin(LogSettings settings) throws IOException {
    AppendLog.open(settings).close();
  }
}
