package io.quorate.engine.model;

/**
 * A committee in the history of committees.
 *
 * @param value 0 for genesis; each reconfiguration adds one
 */
public record ConfigurationId(long value) {

  public static final ConfigurationId GENESIS = new ConfigurationId(0);

  public ConfigurationId {
    if (value < 0) {
      throw new IllegalArgumentException("a configuration is not negative: " + value);
    }
  }
}
