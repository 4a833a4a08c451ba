package io.quorate.engine.model;

/**
 * Numbers on which the replicas of a group must agree, because they decide what is valid.
 *
 * @param checkpointInterval K, slots between checkpoints
 * @param window W, slots that may be open above the stable checkpoint; a multiple of K, at least 2K
 * @param maxClockDriftMillis how far a proposed timestamp may be from a backup's clock
 * @param limits what may be large, and how large
 */
public record ProtocolRules(
    int checkpointInterval, int window, long maxClockDriftMillis, Limits limits) {

  public static final ProtocolRules DEFAULT = new ProtocolRules(64, 256, 60_000, Limits.DEFAULT);

  public ProtocolRules {
    if (checkpointInterval < 1) {
      throw new IllegalArgumentException("the checkpoint interval must be at least 1");
    }
    if (window < 2 * checkpointInterval || window % checkpointInterval != 0) {
      throw new IllegalArgumentException(
          "the window must be a multiple of the checkpoint interval, at least twice it");
    }
    if (maxClockDriftMillis < 1) {
      throw new IllegalArgumentException("the clock drift must be positive");
    }
  }
}
