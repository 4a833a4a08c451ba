package io.quorate.engine.model;

/**
 * What a batch says of a request: its name and the digest of its octets, never the octets, so that
 * ordering costs the same whatever the requests weigh.
 *
 * @param operations how many operations the request holds; at least 1
 */
public record RequestReference(RequestId id, int operations, Digest digest) {

  public RequestReference {
    if (operations < 1) {
      throw new IllegalArgumentException("a request holds at least one operation");
    }
  }
}
