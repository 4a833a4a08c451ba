package io.quorate.engine.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.model.Digest;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message.Commit;
import io.quorate.engine.model.message.Message.Prepare;
import io.quorate.engine.spi.EngineMetrics;
import io.quorate.engine.spi.RecordingMeter;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SlotTimesTest {

  private static final int WINDOW = 8;
  private static final long MILLI = 1_000_000;

  private final ActorFixture fixture = new ActorFixture();
  private final RecordingMeter meter = new RecordingMeter();
  private final SlotTimes times = new SlotTimes(fixture.clock, meter, WINDOW);

  private void prepare(long slot) {
    times.left(new Prepare(View.ZERO, new SequenceNumber(slot), Digest.ZERO, new ReplicaId(0)));
  }

  private void commit(long slot) {
    times.left(new Commit(View.ZERO, new SequenceNumber(slot), Digest.ZERO, new ReplicaId(0)));
  }

  @Test
  void the_phases_of_a_slot_are_timed_one_by_one_and_together() {
    prepare(1);
    fixture.clock.pass(2 * MILLI);
    commit(1);
    fixture.clock.pass(3 * MILLI);
    times.decided(fixture.decided(1, 0));
    assertThat(meter.recorded(EngineMetrics.PHASE, "prepare")).containsExactly(0.002);
    assertThat(meter.recorded(EngineMetrics.PHASE, "commit")).containsExactly(0.003);
    assertThat(meter.recorded(EngineMetrics.PHASE, "all")).containsExactly(0.005);
  }

  @Test
  void a_slot_that_others_decided_is_not_timed() {
    times.decided(fixture.decided(1, 0));
    commit(1);
    assertThat(meter.recorded(EngineMetrics.PHASE, "all")).isEmpty();
    assertThat(meter.recorded(EngineMetrics.PHASE, "prepare")).isEmpty();
  }

  @Test
  void what_stood_in_the_place_of_a_slot_is_not_taken_for_it() {
    prepare(1);
    fixture.clock.pass(MILLI);
    commit(1 + 2 * WINDOW);
    times.decided(fixture.decided(1 + 2 * WINDOW, 0));
    assertThat(meter.recorded(EngineMetrics.PHASE, "prepare")).isEmpty();
    assertThat(meter.recorded(EngineMetrics.PHASE, "all")).isEmpty();
  }

  @Test
  void slots_are_open_from_their_vote_to_their_decision() {
    prepare(1);
    prepare(2);
    prepare(3);
    times.onTick();
    assertThat(meter.level(EngineMetrics.OPEN_SLOTS)).isEqualTo(3);
    times.decided(fixture.decided(1, 0));
    times.onTick();
    assertThat(meter.level(EngineMetrics.OPEN_SLOTS)).isEqualTo(2);
  }
}
