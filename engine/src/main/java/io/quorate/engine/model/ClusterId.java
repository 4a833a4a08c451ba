package io.quorate.engine.model;

/**
 * Names one group for ever: the digest of its genesis record, so that two groups with different
 * members, keys or rules can never take each other's messages.
 */
public record ClusterId(Digest genesis) {

  @Override
  public String toString() {
    return "cluster " + genesis;
  }
}
