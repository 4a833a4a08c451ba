package io.quorate.persistence.log;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Where the logs are kept and what they may occupy; each key is explained in {@code
 * reference.conf}.
 *
 * @param stashCapacity commands that may wait while a write is under way
 * @param largestEvent octets of facts or decisions written in one event
 * @param commitQueue octets of decisions that may wait for the disk
 */
public record JournalSettings(
    Plugin plugin, int stashCapacity, long largestEvent, long commitQueue) {

  /** Which journal the logs are kept in. */
  public enum Plugin {
    EMBEDDED,
    POSTGRESQL
  }

  private static final String POSTGRESQL_SETTINGS = "quorate-postgresql.conf";

  public JournalSettings {
    require(stashCapacity > 0, "stash-capacity must be positive");
    require(largestEvent > 0, "largest-event must be positive");
    require(commitQueue > 0, "commit-queue must be positive");
  }

  /**
   * Reads the settings, once.
   *
   * @param root resolved, with the modules' {@code reference.conf}
   */
  public static JournalSettings from(Config root) {
    var section = root.getConfig("quorate.persistence.log");
    var plugin = section.getString("plugin").toUpperCase(Locale.ROOT);
    for (var each : Plugin.values()) {
      if (each.name().equals(plugin)) {
        return new JournalSettings(
            each,
            section.getInt("stash-capacity"),
            section.getBytes("largest-event"),
            section.getBytes("commit-queue"));
      }
    }
    throw new IllegalArgumentException(
        "quorate.persistence.log.plugin must be embedded or postgresql, not " + plugin);
  }

  /**
   * What the node's actor system needs so that the logs find their journal. An operator's file goes
   * above it, every {@code reference.conf} below: {@code
   * ConfigFactory.load(operator.withFallback(settings.pekkoConfig(dataDirectory, identity)))}.
   *
   * @param identity as in {@code quorate.persistence.append.identity}; the same at every start
   */
  public Config pekkoConfig(Path dataDirectory, String identity) {
    var all =
        ConfigFactory.parseMap(
            Map.of(
                "pekko.persistence.typed.stash-overflow-strategy", "fail",
                "pekko.actor.allow-java-serialization", "off"),
            "what the logs need");
    return switch (plugin) {
      case EMBEDDED -> all.withFallback(embedded(dataDirectory, identity));
      case POSTGRESQL -> all.withFallback(postgresql());
    };
  }

  private static Config embedded(Path dataDirectory, String identity) {
    return ConfigFactory.parseMap(
        Map.of(
            "pekko.persistence.journal.plugin",
            "quorate.persistence.append.journal",
            "pekko.persistence.snapshot-store.plugin",
            "pekko.persistence.no-snapshot-store",
            "quorate.persistence.append.identity",
            identity,
            "quorate.persistence.append.journal.directory",
            dataDirectory.resolve("journal").toString(),
            "quorate.persistence.append.journal.witness",
            dataDirectory.resolveSibling(dataDirectory.getFileName() + ".mark").toString()),
        "the embedded journal");
  }

  private static Config postgresql() {
    return ConfigFactory.parseResources(
        JournalSettings.class.getClassLoader(),
        POSTGRESQL_SETTINGS,
        ConfigParseOptions.defaults().setAllowMissing(false));
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException("quorate.persistence.log: " + otherwise);
    }
  }
}
