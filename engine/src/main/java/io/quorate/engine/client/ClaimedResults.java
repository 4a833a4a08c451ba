package io.quorate.engine.client;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.codec.Unverified;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.SequenceNumber;
import java.util.List;
import java.util.Optional;

/** What a replica may have said of one request: its results, or what they are known by. */
final class ClaimedResults {

  private final SequenceNumber sequence;
  private final Optional<List<Bytes>> results;
  private final Unverified octets;
  private Optional<Digest> digest;

  private ClaimedResults(
      SequenceNumber sequence,
      Optional<List<Bytes>> results,
      Optional<Digest> digest,
      Unverified octets) {
    this.sequence = sequence;
    this.results = results;
    this.digest = digest;
    this.octets = octets;
  }

  /**
   * @param octets as they came; the same message may answer several requests
   */
  static ClaimedResults ofResults(SequenceNumber sequence, List<Bytes> results, Unverified octets) {
    return new ClaimedResults(sequence, Optional.of(results), Optional.empty(), octets);
  }

  static ClaimedResults ofDigest(SequenceNumber sequence, Digest digest, Unverified octets) {
    return new ClaimedResults(sequence, Optional.empty(), Optional.of(digest), octets);
  }

  SequenceNumber sequence() {
    return sequence;
  }

  /** Empty when it is a digest's claim. */
  Optional<List<Bytes>> results() {
    return results;
  }

  Unverified octets() {
    return octets;
  }

  boolean agreesWith(ClaimedResults other) {
    if (!sequence.equals(other.sequence)) {
      return false;
    }
    boolean bothInFull = results.isPresent() && other.results.isPresent();
    return bothInFull ? results.equals(other.results) : digest().equals(other.digest());
  }

  /** Computed when somebody sent a digest, and once: results without any are not hashed. */
  private Digest digest() {
    if (digest.isEmpty()) {
      digest = results.map(Canonical::results);
    }
    return digest.orElseThrow();
  }
}
