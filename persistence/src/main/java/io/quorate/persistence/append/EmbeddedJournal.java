package io.quorate.persistence.append;

import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.file.Files;

/** The embedded journal before anything uses it. */
public final class EmbeddedJournal {

  private EmbeddedJournal() {}

  /**
   * Whether a journal was begun where the settings say: then its absence is a loss.
   *
   * @param root resolved, with the journal's directory and identity
   */
  public static boolean isBegun(Config root) {
    return Files.exists(LogSettings.embedded(root).mark());
  }

  /**
   * Makes an empty journal, durably, unless there is one.
   *
   * @throws LogRefusal when there is one that is not to be used
   */
  public static void begin(Config root) throws IOException {
    AppendLog.open(LogSettings.embedded(root)).close();
  }
}
