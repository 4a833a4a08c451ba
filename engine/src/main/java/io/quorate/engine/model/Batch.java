package io.quorate.engine.model;

import java.util.List;

/**
 * What is ordered under one sequence number: references to requests, and the primary's time.
 *
 * @param timestamp hybrid logical time proposed by the primary: milliseconds since 1970 shifted
 *     left by 16, plus a counter
 * @param digest of the batch's canonical octets; whoever builds a batch takes it from the codec
 */
public record Batch(long timestamp, List<RequestReference> requests, Digest digest) {

  public Batch {
    requests = List.copyOf(requests);
  }

  /** True for the batch that fills a gap after a view change (OSDI '99, §4.4). */
  public boolean isNull() {
    return requests.isEmpty();
  }

  /** Operations of all its requests; {@link Integer#MAX_VALUE} when there are more. */
  public int operations() {
    long sum = 0;
    for (var request : requests) {
      sum += request.operations();
    }
    return (int) Math.min(sum, Integer.MAX_VALUE);
  }

  /** Bytes that all its requests count for; {@link Integer#MAX_VALUE} when there are more. */
  public int weight() {
    long sum = 0;
    for (var request : requests) {
      sum += request.weight();
    }
    return (int) Math.min(sum, Integer.MAX_VALUE);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Batch that && digest.equals(that.digest);
  }

  @Override
  public int hashCode() {
    return digest.hashCode();
  }

  @Override
  public String toString() {
    return "batch " + digest + " of " + requests.size();
  }
}
