package io.quorate.engine.model;

/**
 * What a batch says of a request: its name, its size and the digest of its payload, never the
 * bytes, so that ordering costs the same whatever the requests weigh.
 *
 * @param operations how many operations the request holds; at least 1
 * @param size bytes of the payload that the digest is of; at least 1
 */
public record RequestReference(RequestId id, int operations, int size, Digest digest) {

  /**
   * Bytes that a request's envelope counts for: statement, signature and heads. What is around a
   * payload may differ from copy to copy, so a reference cannot state it.
   */
  public static final int ENVELOPE = 256;

  public RequestReference {
    if (operations < 1) {
      throw new IllegalArgumentException("a request holds at least one operation");
    }
    if (size < 1) {
      throw new IllegalArgumentException("a request has a payload");
    }
  }

  /** What the request counts for in bytes, against a batch's bound and an interval's. */
  public int weight() {
    return size + ENVELOPE;
  }
}
