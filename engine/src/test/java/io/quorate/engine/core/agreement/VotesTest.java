package io.quorate.engine.core.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.ReplicaId;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class VotesTest {

  private static final Digest A = Digest.of(Bytes.utf8("a"));
  private static final Digest B = Digest.of(Bytes.utf8("b"));

  @Test
  void the_first_vote_of_a_replica_counts_and_no_other() {
    var votes = Votes.NONE.with(vote(1, A)).with(vote(1, A)).with(vote(1, B));
    assertThat(votes.count(A)).isEqualTo(1);
    assertThat(votes.count(B)).isZero();
  }

  @Test
  void equal_digests_are_counted_not_messages() {
    var votes = Votes.NONE.with(vote(0, A)).with(vote(1, B)).with(vote(2, A));
    assertThat(votes.decided(3)).isEmpty();
    assertThat(votes.with(vote(3, A)).decided(3)).contains(A);
  }

  @Test
  void a_certificate_takes_signatures_under_one_digest_only() {
    var votes = Votes.NONE.with(vote(0, A)).with(vote(1, B)).with(vote(2, A)).with(vote(3, A));
    assertThat(votes.signatures(A, 2).endorsements())
        .extracting(each -> each.signer().value())
        .containsExactly(0, 2);
  }

  private static CountedVote vote(int replica, Digest digest) {
    return new CountedVote(new ReplicaId(replica), digest, Bytes.EMPTY, Bytes.EMPTY);
  }
}
