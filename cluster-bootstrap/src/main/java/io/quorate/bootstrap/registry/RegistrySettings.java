package io.quorate.bootstrap.registry;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueType;
import io.quorate.bootstrap.settings.Problems;
import io.quorate.engine.spi.PeerRegistryProvider.Opening;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which registry, and how.
 *
 * @param kind the word in {@code quorate.registry}
 * @param own what is below {@code quorate.registries.<kind>}, as text
 * @param checkInterval between two checks of one address
 */
public record RegistrySettings(String kind, Map<String, String> own, Duration checkInterval) {

  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofMinutes(10);

  public RegistrySettings {
    own = Map.copyOf(own);
  }

  /**
   * Reads them, and notes what is wrong.
   *
   * @param c what is below {@code quorate}
   */
  public static RegistrySettings from(Config c, Problems problems) {
    var kind = problems.read("registry", p -> known(c.getString(p))).orElse("");
    var settings =
        new RegistrySettings(
            kind,
            texts(c, "registries." + kind),
            problems
                .read("registries.check-interval", p -> inRange(c.getDuration(p)))
                .orElse(LEAST));
    settings.check(problems.at("registries." + kind));
    return settings;
  }

  /** Between two checks of one address; of settings that were found good before. */
  public static Duration checkInterval(Config root) {
    return root.getDuration("quorate.registries.check-interval");
  }

  /** Whether this process is to be a member of a Pekko cluster. */
  public boolean needsCluster() {
    return !kind.equals(StaticRegistry.NAME);
  }

  private void check(Problems problems) {
    if (kind.equals(EtcdRegistry.NAME)) {
      problems.read("endpoints", key -> endpoints());
      problems.read("prefix", key -> prefix());
      problems.read("lease", this::duration);
    } else if (kind.equals(DnsRegistry.NAME)) {
      problems.read("names", key -> names().stream().map(DnsName::parse).toList());
      problems.read("refresh", this::duration);
    }
  }

  List<String> names() {
    var names = elements("names");
    if (names.isEmpty()) {
      throw new IllegalArgumentException("must name at least one, as dns:///name:port");
    }
    return names;
  }

  List<URI> endpoints() {
    var endpoints = elements("endpoints").stream().map(RegistrySettings::endpoint).toList();
    if (endpoints.isEmpty()) {
      throw new IllegalArgumentException("must name at least one, as http://host:port");
    }
    return endpoints;
  }

  private static URI endpoint(String text) {
    if (!text.matches("https?://[^/?#]+/?")) {
      throw new IllegalArgumentException("must be http://host:port or https://host:port: " + text);
    }
    return URI.create(text);
  }

  String prefix() {
    var prefix = own.getOrDefault("prefix", "");
    if (!prefix.matches("/[\\x21-\\x7d]*")) {
      throw new IllegalArgumentException("must begin with a slash and be printable: " + prefix);
    }
    return prefix;
  }

  Duration duration(String key) {
    var text = ConfigFactory.parseMap(Map.of(key, own.getOrDefault(key, "")));
    return inRange(text.getDuration(key));
  }

  private List<String> elements(String key) {
    return own.getOrDefault(key, "").lines().filter(each -> !each.isBlank()).toList();
  }

  private static Duration inRange(Duration duration) {
    if (duration.compareTo(LEAST) < 0 || duration.compareTo(MOST) > 0) {
      throw new IllegalArgumentException("must be 1 second to 10 minutes, not " + duration);
    }
    return duration;
  }

  private static String known(String kind) {
    var known = new TreeSet<>(Registries.BUILT_IN);
    ServiceLoader.load(io.quorate.engine.spi.PeerRegistryProvider.class)
        .forEach(each -> known.add(each.name()));
    if (!known.contains(kind)) {
      var hint =
          kind.equals(Registries.ZOOKEEPER)
              ? "; zookeeper needs the extensions on the class path: docs/registries.md"
              : "";
      throw new IllegalArgumentException("must be one of " + known + ", not " + kind + hint);
    }
    return kind;
  }

  /** All values below a path as text, elements of a list as lines. */
  private static Map<String, String> texts(Config c, String path) {
    var texts = new TreeMap<String, String>();
    if (!path.endsWith(".") && c.hasPath(path)) {
      var below = c.getConfig(path);
      for (var entry : below.entrySet()) {
        var text =
            entry.getValue().valueType() == ConfigValueType.LIST
                ? below.getStringList(entry.getKey()).stream().collect(Collectors.joining("\n"))
                : entry.getValue().unwrapped().toString();
        texts.put(entry.getKey(), text);
      }
    }
    return texts;
  }

  Opening opening(String group) {
    return new Opening(group, own);
  }
}
