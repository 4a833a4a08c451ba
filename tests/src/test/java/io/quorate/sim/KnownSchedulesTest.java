package io.quorate.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.codec.MessageCodec;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.message.MessageType;
import io.quorate.engine.model.message.Statement;
import io.quorate.faults.Campaign;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Schedules that stopped other engines, or made them disagree. T is a second. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class KnownSchedulesTest {

  private static final long T = 1_000;
  private static final int GROUP = 4;
  private static final List<MessageType> PHASES =
      List.of(MessageType.PRE_PREPARE, MessageType.PREPARE, MessageType.COMMIT);

  /** A. Miller against BFT-SMaRt: a time-out that does not grow enough never ends this. */
  @Test
  void whoever_leads_is_slow_until_the_next_one_leads_and_requests_are_answered_all_the_same() {
    var campaign =
        Campaign.ofARow(
            seed ->
                SimulatedGroup.of(GROUP)
                    .unhurried()
                    .reordering()
                    .dragging(new Slowing(3 * T))
                    .troubledFor(40 * T));
    campaign.measured(
        "whoever leads is 3 T late: longest pause %d ms, %d to %d views",
        campaign.most(Run::pauseMillis),
        campaign.least(Run::highestView),
        campaign.most(Run::highestView));
    assertThat(campaign.least(Run::highestView)).isGreaterThanOrEqualTo(4);
    assertThat(campaign.most(Run::pauseMillis)).isLessThan(16 * T);
  }

  /** Fabric 0.6 stopped after some; a replica that lags must not keep the others from going on. */
  @Test
  void a_view_change_at_every_checkpoint_stops_nobody() {
    var campaign =
        Campaign.ofARow(
            seed ->
                SimulatedGroup.of(GROUP)
                    .narrow()
                    .requests(1_800)
                    .clients(3)
                    .losing(0.02)
                    .handingOverAtCheckpoints());
    campaign.measured(
        "a view change at every checkpoint: %d views, at least %d and %d slots in a run,"
            + " longest pause %d ms",
        campaign.sum(Run::highestView),
        campaign.least(Run::highestView),
        campaign.least(Run::stable),
        campaign.most(Run::pauseMillis));
    assertThat(campaign.sum(Run::highestView)).isGreaterThan(1_000);
    assertThat(campaign.most(Run::pauseMillis)).isLessThan(3 * T);
  }

  /** ByzzFuzz: two steps are each cut up; a step is a phase, three of them a view. */
  @Test
  void two_steps_in_which_the_group_is_cut_up_make_no_fork_and_stop_nobody() {
    var schedules =
        List.of(
            Map.of(1L, "0102", 6L, "0101"),
            Map.of(2L, "0121", 6L, "0112"),
            Map.of(0L, "0111", 8L, "0101"));
    for (var schedule : schedules) {
      var campaign =
          Campaign.ofARow(
              seed ->
                  SimulatedGroup.of(GROUP)
                      .cutting(new Steps(schedule))
                      .silent(1)
                      .troubledFor(8 * T));
      campaign.measured(
          "steps cut up as %s: all answered after %d ms, highest view %d, %d cut off",
          schedule,
          campaign.most(Run::doneMillis),
          campaign.most(Run::highestView),
          campaign.suffered("message cut off"));
      assertThat(campaign.suffered("message cut off")).isPositive();
      assertThat(campaign.most(Run::doneMillis)).isLessThan(60 * T);
    }
  }

  /** All that the newest primary says comes late. */
  private static final class Slowing implements SimulatedNetwork.Drag {
    private final long nanos;
    private long view;

    Slowing(long millis) {
      nanos = millis * 1_000_000;
    }

    @Override
    public long delay(int from, int to, Bytes wire) {
      statement(wire)
          .filter(said -> said.type() == MessageType.NEW_VIEW)
          .ifPresent(said -> view = Math.max(view, said.view()));
      return from == view % GROUP ? nanos : 0;
    }
  }

  /**
   * Votes of these steps cross no side.
   *
   * @param sides by step, counted from 0; a digit for each replica's side
   */
  private record Steps(Map<Long, String> sides) implements SimulatedNetwork.Cut {
    @Override
    public boolean separates(int from, int to, Bytes wire) {
      return from < GROUP
          && to < GROUP
          && statement(wire)
              .map(said -> sides.get(step(said)))
              .filter(side -> side.charAt(from) != side.charAt(to))
              .isPresent();
    }

    private static Long step(Statement said) {
      int phase = PHASES.indexOf(said.type());
      return phase < 0 ? -1 : said.view() * PHASES.size() + phase;
    }
  }

  private static Optional<Statement> statement(Bytes wire) {
    var found = new ArrayList<Statement>();
    MessageCodec.open(wire).match(opened -> found.add(opened.statement()), error -> {});
    return found.stream().findFirst();
  }
}
