package io.quorate.bootstrap.limits;

import com.typesafe.config.Config;
import io.quorate.bootstrap.http.HttpSettings;
import io.quorate.bootstrap.link.LinkSettings;
import io.quorate.engine.client.ClientSettings;
import io.quorate.engine.replica.ReplicaSettings;
import io.quorate.persistence.append.disk.LogSettings;
import io.quorate.persistence.log.JournalSettings;
import java.util.Optional;

/**
 * A replica's own settings, as far as they bound memory.
 *
 * @param disk empty when nothing is kept on disk
 */
public record BufferSettings(
    ReplicaSettings replica,
    ClientSettings client,
    LinkSettings links,
    HttpSettings http,
    Optional<Disk> disk) {

  /**
   * What is kept on disk, and how.
   *
   * @param embedded empty when another journal is used
   */
  public record Disk(JournalSettings log, Optional<LogSettings> embedded) {}

  /**
   * Reads them.
   *
   * @param root resolved, with every {@code reference.conf}
   */
  public static BufferSettings from(Config root, HttpSettings http, boolean durable) {
    return new BufferSettings(
        ReplicaSettings.from(root),
        ClientSettings.from(root),
        LinkSettings.from(root),
        http,
        durable ? Optional.of(disk(root)) : Optional.empty());
  }

  private static Disk disk(Config root) {
    var log = JournalSettings.from(root);
    return new Disk(
        log,
        log.plugin() == JournalSettings.Plugin.EMBEDDED
            ? Optional.of(LogSettings.embedded(root))
            : Optional.empty());
  }
}
