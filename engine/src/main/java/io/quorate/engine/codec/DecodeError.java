package io.quorate.engine.codec;

/**
 * Why octets are no message.
 *
 * @param detail for the sampled log; names no octets of the peer
 */
public record DecodeError(Kind kind, String detail) {

  /** The kinds, each counted by a metric of its own. */
  public enum Kind {
    TOO_LARGE,
    TOO_DEEP,
    MALFORMED,
    NOT_CANONICAL,
    OUT_OF_BOUNDS,
    UNKNOWN_TYPE,
    UNKNOWN_VERSION,
    WRONG_DIGEST
  }

  @Override
  public String toString() {
    return kind + ": " + detail;
  }
}
