package io.quorate.engine.replica.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.message.StateMessage.StateChunk;
import io.quorate.engine.replica.States;
import io.quorate.engine.replica.transfer.TransferPlan.Ask;
import io.quorate.engine.spi.Chunk;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TransferPlanTest {

  private static final long PATIENCE = 100;
  private static final long CHUNK = 1 << 20;
  private static final Chunk SMALL = Chunk.of(Bytes.utf8("small"));
  private static final Chunk OTHER = Chunk.of(Bytes.utf8("other"));
  private static final Chunk LARGE = Chunk.of(Bytes.wrap(new byte[2 * ChunkServer.PART + 3]));

  private final States states = new States();
  private final TransferPlan plan = new TransferPlan(2, CHUNK);

  @Test
  void chunks_come_from_several_sources_and_make_the_state() {
    plan.aim(states.manifest(1, 64, SMALL, OTHER));
    plan.aim(states.manifest(2, 64, SMALL, OTHER));
    var asks = plan.asks(0, PATIENCE);
    assertThat(asks).extracting(each -> each.from().value()).containsExactly(1, 2);
    asks.forEach(
        ask -> plan.came(answer(ask, ask.chunk().equals(SMALL.digest()) ? SMALL : OTHER), 1));
    assertThat(plan.state()).contains(List.of(SMALL, OTHER));
  }

  @Test
  void a_chunk_larger_than_a_part_comes_part_by_part() {
    plan.aim(states.manifest(1, 64, LARGE));
    var ask = plan.asks(0, PATIENCE).get(0);
    int parts = 1;
    for (var next = plan.came(answer(ask, LARGE), 0); next.isPresent(); parts++) {
      assertThat(plan.state()).isEmpty();
      next = plan.came(answer(next.get(), LARGE), 0);
    }
    assertThat(parts).isEqualTo(3);
    assertThat(plan.state()).contains(List.of(LARGE));
  }

  @Test
  void a_liar_is_found_out_and_asked_nothing_again() {
    plan.aim(states.manifest(1, 64, SMALL));
    plan.aim(states.manifest(2, 64, SMALL));
    var ask = plan.asks(0, PATIENCE).get(0);
    var again = plan.came(answer(ask, OTHER, SMALL), 0).orElseThrow();
    assertThat(again.from()).isNotEqualTo(ask.from());
    for (int i = 1; i < 5; i++) {
      assertThat(plan.asks(2L * i * PATIENCE, PATIENCE).get(0).from()).isEqualTo(again.from());
    }
    plan.came(answer(again, SMALL), 0);
    assertThat(plan.state()).isPresent();
  }

  @Test
  void short_parts_are_a_lie_and_keep_nobody_busy() {
    plan.aim(states.manifest(1, 64, LARGE));
    plan.aim(states.manifest(2, 64, LARGE));
    var ask = plan.asks(0, PATIENCE).get(0);
    var empty = new StateChunk(ask.from(), ask.chunk(), LARGE.length(), 0, Bytes.EMPTY);
    assertThat(plan.came(empty, 0).orElseThrow().from()).isNotEqualTo(ask.from());
  }

  @Test
  void wrong_offsets_and_parts_of_others_are_ignored() {
    plan.aim(states.manifest(1, 64, LARGE));
    var ask = plan.asks(0, PATIENCE).get(0);
    assertThat(plan.came(answer(new Ask(ask.from(), ask.chunk(), 9), LARGE), 0)).isEmpty();
    assertThat(plan.came(answer(new Ask(new ReplicaId(3), ask.chunk(), 0), LARGE), 0)).isEmpty();
    assertThat(plan.came(answer(new Ask(ask.from(), SMALL.digest(), 0), SMALL), 0)).isEmpty();
    assertThat(plan.came(answer(ask, LARGE), 0).orElseThrow().offset()).isEqualTo(ChunkServer.PART);
  }

  @Test
  void a_source_that_falls_silent_is_replaced_from_the_start_of_the_chunk() {
    plan.aim(states.manifest(1, 64, LARGE));
    plan.aim(states.manifest(2, 64, LARGE));
    var ask = plan.asks(0, PATIENCE).get(0);
    var lie = Chunk.of(Bytes.wrap(new byte[ChunkServer.PART * 5]));
    plan.came(answer(ask, lie, LARGE), 0);
    assertThat(plan.asks(PATIENCE, PATIENCE)).isEmpty();
    assertThat(plan.asks(PATIENCE + 1, PATIENCE).get(0).from()).isEqualTo(ask.from());
    var again = plan.asks(2 * PATIENCE + 2, PATIENCE).get(0);
    assertThat(again).isEqualTo(new Ask(new ReplicaId(2), LARGE.digest(), 0));
    for (var next = plan.came(answer(again, LARGE), 0); next.isPresent(); ) {
      assertThat(next.get().from()).isEqualTo(new ReplicaId(2));
      next = plan.came(answer(next.get(), LARGE), 0);
    }
    assertThat(plan.state()).isPresent();
  }

  /** As when a window between two signs of life is used up, again and again. */
  @Test
  void a_chunk_comes_though_every_other_part_of_it_is_lost() {
    var large = Chunk.of(Bytes.wrap(new byte[8 * ChunkServer.PART + 1]));
    plan.aim(states.manifest(1, 64, large));
    plan.aim(states.manifest(2, 64, large));
    var ask = plan.came(answer(plan.asks(0, PATIENCE).get(0), large), 0).orElseThrow();
    for (int lost = 1; plan.came(answer(ask, large), 0).isPresent(); lost++) {
      assertThat(lost).isLessThan(9);
      var next = plan.asks(1 + lost * (PATIENCE + 1), PATIENCE).get(0);
      assertThat(next).isEqualTo(new Ask(ask.from(), large.digest(), lost * ChunkServer.PART));
      ask = next;
    }
    assertThat(plan.state()).isPresent();
  }

  @Test
  void one_alone_cannot_have_this_replica_keep_more_than_is_usual() {
    plan.aim(states.manifest(1, 64, SMALL));
    plan.aim(states.manifest(2, 64, SMALL));
    plan.aim(states.manifest(3, 64, SMALL));
    var ask = plan.asks(0, PATIENCE).get(0);
    var lie =
        new StateChunk(
            ask.from(), ask.chunk(), 100 << 20, 0, Bytes.wrap(new byte[ChunkServer.PART]));
    var next = plan.came(lie, 0).orElseThrow();
    assertThat(next.offset()).isZero();
    assertThat(next.from()).isNotEqualTo(ask.from());
    plan.came(answer(next, SMALL), 0);
    assertThat(plan.state()).isPresent();
  }

  @Test
  void an_unusual_length_that_only_one_promises_waits_for_others() {
    var large = Chunk.of(Bytes.wrap(new byte[9 * ChunkServer.PART]));
    plan.aim(states.manifest(1, 64, large));
    var ask = plan.asks(0, PATIENCE).get(0);
    assertThat(plan.came(answer(ask, large), 0)).isEmpty();
    plan.aim(states.manifest(2, 64, large));
    var other = plan.asks(PATIENCE + 1, PATIENCE).get(0);
    assertThat(other.from().value()).isEqualTo(2);
    assertThat(plan.came(answer(other, large), 0).orElseThrow().offset())
        .isEqualTo(ChunkServer.PART);
  }

  @Test
  void who_falls_silent_is_asked_last() {
    plan.aim(states.manifest(1, 64, SMALL, OTHER, LARGE));
    plan.aim(states.manifest(2, 64, SMALL, OTHER, LARGE));
    plan.asks(0, PATIENCE).stream()
        .filter(ask -> ask.from().value() == 2)
        .forEach(ask -> plan.came(answer(ask, OTHER), 0));
    assertThat(plan.asks(PATIENCE + 1, PATIENCE))
        .hasSize(2)
        .allMatch(ask -> ask.from().value() == 2);
  }

  @Test
  void a_new_target_keeps_what_came_and_what_is_on_its_way() {
    plan.aim(states.manifest(1, 64, SMALL, LARGE));
    var asks = plan.asks(0, PATIENCE);
    plan.came(answer(asks.get(0), SMALL), 0);
    plan.came(answer(asks.get(1), LARGE), 0);
    plan.aim(states.manifest(1, 128, SMALL, LARGE, OTHER));
    assertThat(plan.asks(0, PATIENCE)).extracting(Ask::chunk).containsExactly(OTHER.digest());
    var part = new Ask(asks.get(1).from(), LARGE.digest(), ChunkServer.PART);
    assertThat(plan.came(answer(part, LARGE), 0)).isPresent();
  }

  @Test
  void an_older_target_only_adds_a_source() {
    plan.aim(states.manifest(1, 128, SMALL));
    plan.aim(states.manifest(2, 64, OTHER));
    assertThat(plan.target().orElseThrow().sequence().value()).isEqualTo(128);
  }

  @Test
  void only_chunks_that_make_the_signed_root_are_proven() {
    var good = states.manifest(1, 64, SMALL, OTHER);
    assertThat(TransferPlan.isProven(good)).isTrue();
    assertThat(TransferPlan.isProven(states.withChunks(good, OTHER, SMALL))).isFalse();
    assertThat(TransferPlan.isProven(states.withChunks(good))).isFalse();
  }

  private static StateChunk answer(Ask ask, Chunk chunk) {
    return answer(ask, chunk, chunk);
  }

  /** A part of one chunk, said to be of another. */
  private static StateChunk answer(Ask ask, Chunk real, Chunk said) {
    int length = real.length();
    int end = Math.min(length, ask.offset() + ChunkServer.PART);
    return new StateChunk(
        ask.from(), said.digest(), length, ask.offset(), real.slice(ask.offset(), end));
  }
}
