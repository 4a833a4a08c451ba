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
   * Bytes that a request takes beside its payload: its envelope, which may differ from copy to
   * copy, so that a reference cannot state it, and the objects by which a replica knows it. Without
   * them a memory full of small requests would be six times as large as its bound.
   */
  public static final int ENVELOPE = 1_200;

  /** Bytes that each of its operations takes beside its own. */
  public static final int OPERATION = 28;

  public RequestReference {
    if (operations < 1) {
      throw new IllegalArgumentException("a request holds at least one operation");
    }
    if (size < 1) {
      throw new IllegalArgumentException("a request has a payload");
    }
  }

  /** What the request counts for in bytes, against the bounds of a pool, a batch, an interval. */
  public int weight() {
    return size + ENVELOPE + OPERATION * operations;
  }
}
