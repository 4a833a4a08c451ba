package io.quorate.engine.core.agreement;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.certificate.QuorumSignature;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The votes of one phase of one slot in one view: one a replica, the first one counts. What is
 * counted is equal digests, not messages. Immutable.
 */
public record Votes(List<CountedVote> counted) {

  static final Votes NONE = new Votes(List.of());

  Votes with(CountedVote vote) {
    if (of(vote.replica()).isPresent()) {
      return this;
    }
    var more = new ArrayList<CountedVote>(counted.size() + 1);
    more.addAll(counted);
    more.add(vote);
    return new Votes(List.copyOf(more));
  }

  public Optional<CountedVote> of(ReplicaId replica) {
    for (var vote : counted) {
      if (vote.replica().equals(replica)) {
        return Optional.of(vote);
      }
    }
    return Optional.empty();
  }

  int count(Digest digest) {
    int count = 0;
    for (var vote : counted) {
      if (vote.digest().equals(digest)) {
        count++;
      }
    }
    return count;
  }

  /** The digest that at least {@code votes} replicas voted for; there is at most one. */
  Optional<Digest> decided(int votes) {
    for (var vote : counted) {
      if (count(vote.digest()) >= votes) {
        return Optional.of(vote.digest());
      }
    }
    return Optional.empty();
  }

  /** Signatures under this digest, at most {@code most}, in order of arrival. */
  QuorumSignature signatures(Digest digest, int most) {
    return new QuorumSignature.Votes(
        counted.stream()
            .filter(vote -> vote.digest().equals(digest))
            .limit(most)
            .map(CountedVote::endorsement)
            .toList());
  }

  List<Bytes> wires() {
    return counted.stream().map(CountedVote::wire).toList();
  }
}
