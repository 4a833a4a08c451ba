package io.quorate.bootstrap.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.spi.InboundFrame;
import io.quorate.engine.spi.Meter;
import io.quorate.engine.spi.Transport.Lane;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReceiveWindowTest {

  private static final long SECOND = 1_000_000_000L;
  private static final int RESERVE = 4_096;
  private static final Bytes KIBI = Bytes.wrap(new byte[1024]);

  private final Traffic traffic = new Traffic(Meter.NONE);
  private final VerificationBudget budget = VerificationBudget.ofReplica(traffic, 0);
  private final ReceiveWindow receiveWindow = new ReceiveWindow(Lane.VOTES, budget);
  private final List<String> readOn = new ArrayList<>();
  private final Runnable connection = new Reading("a");

  /** A connection that is read on. */
  private final class Reading implements Runnable {
    private final String name;

    Reading(String name) {
      this.name = name;
    }

    @Override
    public void run() {
      readOn.add(name);
    }
  }

  @Test
  void what_waits_is_bounded_and_reading_goes_on_when_half_is_done() {
    var waiting = fill();
    assertThat(waiting).hasSize(65);
    waiting.subList(0, 32).forEach(wire -> wire.done(1));
    assertThat(readOn).isEmpty();
    waiting.get(32).done(1);
    assertThat(readOn).containsExactly("a");
    assertThat(receiveWindow.holds(connection, 0)).isFalse();
  }

  @Test
  void what_waits_of_all_that_share_a_bound_holds_each_of_them() {
    var shared = new SharedBytes(2_048);
    var one = new ReceiveWindow(Lane.REQUESTS, VerificationBudget.ofClient(0), shared);
    var other = new ReceiveWindow(Lane.REQUESTS, VerificationBudget.ofClient(0), shared);
    var first = one.let(KIBI);
    assertThat(other.holds(connection, 0)).isFalse();
    one.let(KIBI);
    assertThat(other.holds(connection, 0)).isTrue();
    first.done(0);
    assertThat(other.holds(connection, 0)).isFalse();
  }

  @Test
  void every_connection_of_the_peer_is_held_and_read_on() {
    var waiting = fill();
    assertThat(receiveWindow.holds(new Reading("b"), 0)).isTrue();
    waiting.forEach(wire -> wire.done(1));
    assertThat(readOn).containsExactly("a", "b");
  }

  @Test
  void a_connection_that_ended_is_not_read_on() {
    var waiting = fill();
    receiveWindow.forget(connection);
    waiting.forEach(wire -> wire.done(1));
    assertThat(readOn).isEmpty();
  }

  @Test
  void who_has_spent_its_reserve_is_let_in_at_a_rate() {
    receiveWindow.let(KIBI).done(RESERVE);
    assertThat(receiveWindow.holds(connection, 0)).isTrue();
    assertThat(receiveWindow.holds(connection, SECOND)).isFalse();
    receiveWindow.let(KIBI).done(4_000);
    assertThat(receiveWindow.holds(connection, SECOND)).isTrue();
  }

  @Test
  void votes_that_are_sent_earn_those_who_answer_them_as_many() {
    receiveWindow.let(KIBI).done(RESERVE);
    assertThat(receiveWindow.holds(connection, 0)).isTrue();
    traffic.sent(Lane.BULK, KIBI);
    assertThat(receiveWindow.holds(connection, 0)).isTrue();
    traffic.sent(Lane.VOTES, KIBI);
    assertThat(receiveWindow.holds(connection, 0)).isFalse();
  }

  @Test
  void votes_earn_a_client_nothing_for_it_answers_none() {
    var client = new ReceiveWindow(Lane.REQUESTS, VerificationBudget.ofClient(0));
    client.let(KIBI).done(RESERVE);
    traffic.sent(Lane.VOTES, KIBI);
    assertThat(client.holds(connection, 0)).isTrue();
    assertThat(client.holds(connection, SECOND)).isFalse();
  }

  @Test
  void the_reserve_is_never_more_than_at_first() {
    assertThat(budget.isSpent(1_000 * SECOND)).isFalse();
    budget.spend(RESERVE);
    assertThat(budget.isSpent(1_000 * SECOND)).isTrue();
  }

  private List<InboundFrame> fill() {
    var waiting = new ArrayList<InboundFrame>();
    while (!receiveWindow.holds(connection, 0)) {
      waiting.add(receiveWindow.let(KIBI));
    }
    return waiting;
  }
}
