package io.quorate.engine.replica.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.MerklePath;
import io.quorate.engine.model.MerkleRoot;
import io.quorate.engine.model.RequestOutcome;
import io.quorate.engine.model.certificate.StableCheckpoint;
import io.quorate.engine.model.message.Message.Request;
import io.quorate.engine.replica.ActorFixture;
import io.quorate.engine.spi.Chunk;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ExecutionTest {

  private static final long MILLISECOND = 1L << 16;

  private final ActorFixture fixture = new ActorFixture();
  private final RecordingMachine machine = new RecordingMachine();
  private final Execution execution = new Execution(machine, ActorFixture.CONFIGURATION);

  @Test
  void a_request_that_is_ordered_twice_is_executed_once() {
    execution.apply(fixture.decided(1, 0, fixture.request(1), fixture.request(1)));
    var again = execution.apply(fixture.decided(2, 0, fixture.request(1), fixture.request(2)));
    assertThat(machine.lines()).containsExactly("put 1", "put 2");
    assertThat(again.answers()).hasSize(1);
  }

  @Test
  void two_requests_of_one_name_count_as_one() {
    execution.apply(fixture.decided(1, 0, fixture.request(ActorFixture.CLIENT, 1, 1, "first")));
    execution.apply(fixture.decided(2, 0, fixture.request(ActorFixture.CLIENT, 1, 1, "second")));
    assertThat(machine.lines()).containsExactly("first");
  }

  @Test
  void sessions_and_clients_count_apart() {
    execution.apply(
        fixture.decided(
            1,
            0,
            fixture.request(100, 1, 1, "a"),
            fixture.request(100, 2, 1, "b"),
            fixture.request(101, 1, 1, "c")));
    assertThat(machine.lines()).containsExactly("a", "b", "c");
  }

  @Test
  void numbers_may_come_in_any_order() {
    execution.apply(fixture.decided(1, 0, fixture.request(5), fixture.request(3)));
    assertThat(machine.lines()).containsExactly("put 5", "put 3");
  }

  @Test
  void headers_chain_and_time_never_stands_still() {
    long late = 9 * MILLISECOND;
    var genesis = execution.last();
    var first = execution.apply(fixture.decided(1, late, fixture.request(1))).header();
    var second = execution.apply(fixture.decided(2, 3, fixture.request(2))).header();
    assertThat(first.previous()).isEqualTo(genesis.digest());
    assertThat(second.previous()).isEqualTo(first.digest());
    assertThat(second.timestamp()).isEqualTo(first.timestamp() + 1);
    assertThat(machine.times()).containsExactly(9L, 9L);
  }

  @Test
  void the_result_of_each_request_can_be_proven_by_its_header() {
    var first = fixture.request(1);
    var second = fixture.request(2);
    var third = fixture.request(3);
    var header = execution.apply(fixture.decided(1, 0, first, second, third)).header();
    var requests = List.of(first, second, third);
    var leaves =
        requests.stream()
            .map(Verified::message)
            .map(
                each ->
                    Canonical.leaf(
                        outcome(each, each.id().number() + ": put " + each.id().number())))
            .map(MerkleRoot::leaf)
            .toList();
    for (int i = 0; i < leaves.size(); i++) {
      assertThat(MerklePath.of(leaves, i).rootFrom(leaves.get(i))).contains(header.results());
      var other = MerkleRoot.leaf(Canonical.leaf(outcome(requests.get(i).message(), "another")));
      assertThat(MerklePath.of(leaves, i).rootFrom(other).orElseThrow())
          .isNotEqualTo(header.results());
    }
  }

  private static RequestOutcome outcome(Request request, String result) {
    return new RequestOutcome(
        request.id(), request.digest(), Canonical.results(List.of(Bytes.utf8(result))));
  }

  @Test
  void a_gap_or_a_repetition_is_our_own_fault() {
    assertThatThrownBy(() -> execution.apply(fixture.decided(2, 0)))
        .isInstanceOf(IllegalStateException.class);
    execution.apply(fixture.decided(1, 0));
    assertThatThrownBy(() -> execution.apply(fixture.decided(1, 0)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void only_checkpoints_have_chunks_and_a_root() {
    var first = execution.apply(fixture.decided(1, 0, fixture.request(1)));
    var second = execution.apply(fixture.decided(2, 0, fixture.request(2)));
    assertThat(first.chunks()).isEmpty();
    assertThat(second.chunks()).hasSize(4);
    assertThat(second.header().state()).isEqualTo(Execution.rootOf(second.chunks()));
  }

  @Test
  void replicas_that_execute_alike_have_equal_headers_and_chunks() {
    var other = new Execution(new RecordingMachine(), ActorFixture.CONFIGURATION);
    for (var each : List.of(execution, other)) {
      each.apply(fixture.decided(1, 7, fixture.request(1), fixture.request(101, 4, 9, "x")));
    }
    var batch = fixture.decided(2, 8, fixture.request(2));
    assertThat(execution.apply(batch)).isEqualTo(other.apply(batch));
  }

  @Test
  void a_restored_replica_goes_on_as_the_others_do() {
    execution.apply(fixture.decided(1, 0, fixture.request(1)));
    var state = execution.apply(fixture.decided(2, 0, fixture.request(2)));
    var restored = restored(state.header(), state.chunks());
    assertThat(restored.chunks()).isEqualTo(state.chunks());
    for (long at = 3; at <= 4; at++) {
      var batch = fixture.decided(at, 0, fixture.request(at), fixture.request(1));
      assertThat(restored.apply(batch)).isEqualTo(execution.apply(batch));
    }
  }

  @Test
  void chunks_that_are_not_the_state_are_refused_and_change_nothing() {
    execution.apply(fixture.decided(1, 0, fixture.request(1)));
    var state = execution.apply(fixture.decided(2, 0, fixture.request(2)));
    var wrong = new ArrayList<>(state.chunks());
    wrong.set(2, Chunk.of(Bytes.utf8("put 9")));
    var fresh = new Execution(new RecordingMachine(), ActorFixture.CONFIGURATION);
    for (var chunks : List.of(wrong, state.chunks().subList(1, 4), List.<Chunk>of())) {
      assertThatThrownBy(
              () -> fresh.restore(new StableCheckpoint(state.header(), List.of()), chunks))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(fresh.last())
        .isEqualTo(Execution.genesis(new RecordingMachine(), ActorFixture.CONFIGURATION).header());
  }

  private static Execution restored(io.quorate.engine.model.Header header, List<Chunk> chunks) {
    var fresh = new Execution(new RecordingMachine(), ActorFixture.CONFIGURATION);
    fresh.restore(new StableCheckpoint(header, List.of()), chunks);
    return fresh;
  }
}
