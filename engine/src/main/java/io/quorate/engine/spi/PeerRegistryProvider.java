package io.quorate.engine.spi;

import java.util.Map;

/**
 * Opens a kind of registry. An implementation is named in {@code META-INF/services} of a library on
 * the class path, and chosen by its name in {@code quorate.registry}.
 */
public interface PeerRegistryProvider {

  /** The word in {@code quorate.registry}. */
  String name();

  /**
   * Opens the registry; returns at once, whether its servers answer or not.
   *
   * @throws IllegalArgumentException with the setting and the reason, when the settings are of no
   *     use
   */
  PeerRegistry open(Opening opening);

  /**
   * For whom it is opened.
   *
   * @param group which group's entries these are, in hexadecimal digits: groups may share servers
   * @param settings what is below {@code quorate.registries.<name>}; elements of a list are lines
   */
  record Opening(String group, Map<String, String> settings) {

    public Opening {
      settings = Map.copyOf(settings);
    }

    /**
     * One setting.
     *
     * @throws IllegalArgumentException when it is not set
     */
    public String setting(String key) {
      var value = settings.get(key);
      if (value == null || value.isBlank()) {
        throw new IllegalArgumentException(key + ": is missing");
      }
      return value;
    }
  }
}
