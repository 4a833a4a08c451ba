package io.quorate.engine.core;

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
record Votes(List<Ballot> ballots) {

  static final Votes NONE = new Votes(List.of());

  Votes with(Ballot ballot) {
    if (of(ballot.replica()).isPresent()) {
      return this;
    }
    var more = new ArrayList<Ballot>(ballots.size() + 1);
    more.addAll(ballots);
    more.add(ballot);
    return new Votes(List.copyOf(more));
  }

  Optional<Ballot> of(ReplicaId replica) {
    for (var ballot : ballots) {
      if (ballot.replica().equals(replica)) {
        return Optional.of(ballot);
      }
    }
    return Optional.empty();
  }

  int count(Digest digest) {
    int count = 0;
    for (var ballot : ballots) {
      if (ballot.digest().equals(digest)) {
        count++;
      }
    }
    return count;
  }

  /** The digest that at least {@code votes} replicas voted for; there is at most one. */
  Optional<Digest> decided(int votes) {
    for (var ballot : ballots) {
      if (count(ballot.digest()) >= votes) {
        return Optional.of(ballot.digest());
      }
    }
    return Optional.empty();
  }

  /** Signatures under this digest, at most {@code most}, in order of arrival. */
  QuorumSignature signatures(Digest digest, int most) {
    return new QuorumSignature.Votes(
        ballots.stream()
            .filter(ballot -> ballot.digest().equals(digest))
            .limit(most)
            .map(Ballot::endorsement)
            .toList());
  }

  List<Bytes> wires() {
    return ballots.stream().map(Ballot::wire).toList();
  }
}
