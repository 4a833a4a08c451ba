package io.quorate.bootstrap.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Settings in layers, the first that has one wins: system properties, a replica's own file, the
 * file shared by the replicas of a machine, {@code quorate-pekko.conf}, and every {@code
 * reference.conf}.
 */
public final class ConfigLayers {

  /** Included by Pekko's defaults, which does not work from within a library. */
  private static final String PEKKO_VERSION = "version.conf";

  private static final String DEFAULTS = "reference.conf";
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

  /**
   * These settings for a system that only asks: over the defaults of actors, of the engine and
   * ours, and none of clusters, streams and journals, which take longer to read than to ask.
   *
   * @param engine a class of the engine
   */
  public static Config overActors(Config settings, Class<?> engine) {
    var loader = ConfigLayers.class.getClassLoader();
    return ConfigFactory.defaultOverrides()
        .withFallback(settings)
        .withFallback(ConfigFactory.parseResources(loader, PEKKO))
        .withFallback(ConfigFactory.parseResources(loader, PEKKO_VERSION))
        .withFallback(defaultsBeside(ConfigLayers.class))
        .withFallback(defaultsBeside(engine))
        .withFallback(defaultsBeside(org.apache.pekko.actor.typed.ActorSystem.class))
        .withFallback(defaultsBeside(org.apache.pekko.actor.ActorSystem.class))
        .resolve();
  }

  /** The defaults in the library, or the folder, of this class. */
  private static Config defaultsBeside(Class<?> known) {
    var library = known.getProtectionDomain().getCodeSource().getLocation().toString();
    try {
      return ConfigFactory.parseURL(
          new URL(library.endsWith("/") ? library + DEFAULTS : "jar:" + library + "!/" + DEFAULTS));
    } catch (MalformedURLException e) {
      throw new IllegalStateException(library + " is where " + known + " comes from", e);
    }
  }

  private static Config parse(Path file) {
    return ConfigFactory.parseFile(file.toFile());
  }
}
