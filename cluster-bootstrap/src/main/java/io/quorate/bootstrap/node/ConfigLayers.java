package io.quorate.bootstrap.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Settings in layers, the first that has one wins: system properties, a replica's own file, the
 * file shared by the replicas of a machine, {@code quorate-pekko.conf}, and every {@code
 * reference.conf}.
 */
public final class ConfigLayers {

  private static final String PEKKO = "quorate-pekko.conf";

  private ConfigLayers() {}

  /** The layers of a replica; a shared file that is not there is left out. */
  public static Config of(Path file, Optional<Path> shared) {
    var below = shared.map(ConfigLayers::parse).orElse(ConfigFactory.empty());
    return over(parse(file).withFallback(below));
  }

  /** These settings over the defaults; for systems that are no replica, too. */
  public static Config over(Config settings) {
    return ConfigFactory.defaultOverrides()
        .withFallback(settings)
        .withFallback(ConfigFactory.parseResources(ConfigLayers.class.getClassLoader(), PEKKO))
        .withFallback(ConfigFactory.defaultReferenceUnresolved())
        .resolve();
  }

  private static Config parse(Path file) {
    return ConfigFactory.parseFile(file.toFile());
  }
}
