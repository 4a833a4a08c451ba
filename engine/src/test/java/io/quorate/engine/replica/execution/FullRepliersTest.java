package io.quorate.engine.replica.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.Quorum;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message.Reply;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FullRepliersTest {

  private static final ClientId CLIENT = new ClientId(100);
  private static final List<Bytes> LARGE = List.of(Bytes.utf8("01234"), Bytes.utf8("56789"));
  private static final List<Bytes> SMALL = List.of(Bytes.utf8("01234"), Bytes.utf8("5678"));

  @ParameterizedTest
  @ValueSource(ints = {4, 7, 10, 13})
  void large_results_are_sent_by_f_plus_1_replicas_and_their_digest_by_the_others(int n) {
    for (var reply : replies(n, 9, LARGE)) {
      if (reply.answers().isEmpty()) {
        assertThat(reply.digests()).hasSize(1);
        assertThat(reply.digests().get(0).results()).isEqualTo(Canonical.results(LARGE));
      } else {
        assertThat(reply.answers().get(0).results()).isEqualTo(LARGE);
        assertThat(reply.digests()).isEmpty();
      }
    }
    assertThat(replies(n, 9, LARGE))
        .filteredOn(reply -> reply.digests().isEmpty())
        .hasSize(new Quorum(n).weak());
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 7})
  void everyone_has_a_turn(int n) {
    var turns = new HashSet<Integer>();
    for (long number = 1; number <= n; number++) {
      replies(n, number, LARGE).stream()
          .filter(reply -> reply.digests().isEmpty())
          .forEach(reply -> turns.add(reply.replica().value()));
    }
    assertThat(turns).hasSize(n);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 7})
  void small_results_are_sent_by_everyone(int n) {
    assertThat(replies(n, 1, SMALL)).allMatch(reply -> reply.digests().isEmpty());
  }

  private static List<Reply> replies(int n, long number, List<Bytes> results) {
    var answer = new Reply.Answer(new RequestId(CLIENT, 1, number), results);
    var replies = new ArrayList<Reply>();
    IntStream.range(0, n)
        .mapToObj(i -> new FullRepliers(new ReplicaId(i), i, new Quorum(n), 10))
        .map(each -> each.replies(View.ZERO, new SequenceNumber(3), CLIENT, List.of(answer)))
        .forEach(replies::addAll);
    return replies;
  }
}
