package io.quorate.engine.model;

/**
 * Numbers on which the replicas of a group must agree, because they decide what is valid.
 *
 * @param checkpointInterval K, slots between checkpoints
 * @param window W, slots that may be open above the stable checkpoint; a multiple of K, at least 2K
 * @param maxBatchOperations the most operations that a batch may refer to
 * @param maxRequestOctets the most octets of one request, all its operations together
 * @param maxClockDriftMillis how far a proposed timestamp may be from a backup's clock
 */
public record ProtocolRules(
    int checkpointInterval,
    int window,
    int maxBatchOperations,
    int maxRequestOctets,
    long maxClockDriftMillis) {

  public static final ProtocolRules DEFAULT = new ProtocolRules(64, 256, 8_192, 1_200_000, 60_000);

  public ProtocolRules {
    if (checkpointInterval < 1) {
      throw new IllegalArgumentException("the checkpoint interval must be at least 1");
    }
    if (window < 2 * checkpointInterval || window % checkpointInterval != 0) {
      throw new IllegalArgumentException(
          "the window must be a multiple of the checkpoint interval, at least twice it");
    }
    if (maxBatchOperations < 1 || maxRequestOctets < 1 || maxClockDriftMillis < 1) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }
}
