package io.quorate.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

@RealProcesses
@Tag("processes")
@DisplayNameGeneration(ReplaceUnderscores.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PauseTest {

  /** How long a replica is stopped at least. */
  private static final Duration PAUSE =
      Duration.ofSeconds(Integer.getInteger("quorate.test.pause", 60));

  /** More slots than a window has, so that the others' windows move on without it. */
  private static final int SLOTS = 256 + 64;

  private static final int PAUSED = 3;
  private static final int STOPPED = 2;

  private static RealGroup group;

  /** The others keep few decisions, so that what was missed can only come as state. */
  @BeforeAll
  static void start() {
    group =
        RealGroup.ordinary(
            "quorate.replica.limits.history=64 KiB",
            "quorate.http.ask-timeout=4s",
            "quorate.client.timeout=4s");
    group.start();
  }

  @AfterAll
  static void stop() throws IOException {
    group.close();
  }

  @Test
  @Order(1)
  void a_paused_replica_fetches_the_state_when_the_others_have_moved_on() throws IOException {
    long begin = System.nanoTime();
    long at = group.gateway(PAUSED).executed();
    group.replica(PAUSED).pause();
    var load = Load.through(List.of(group.gateway(0), group.gateway(1)), 1);
    try (load) {
      RealGroup.awaitThat(
          "the others move on",
          () ->
              System.nanoTime() - begin > PAUSE.toNanos()
                  && group.gateway(0).executed() > at + SLOTS);
    }
    long missed = group.gateway(0).executed() - at;
    group.replica(PAUSED).resume();
    var time = group.awaitEqual();
    RealGroup.measured("paused replica caught up " + missed + " slots in", time);
    assertTrue(group.replica(PAUSED).says("fetching the state of"), "state was transferred");
    assertEquals(List.of(), load.lostBy(group.gateway(PAUSED)));
  }

  @Test
  @Order(2)
  void the_resumed_replica_votes_again() {
    group.replica(STOPPED).pause();
    RealGroup.measured("a write with the resumed replica took", group.awaitWrite(0, "with-it"));
  }

  /** Goes on where the test before ends: one is stopped already. */
  @Test
  @Order(3)
  void without_a_quorum_requests_fail_clearly_and_go_on_when_one_replica_returns()
      throws IOException {
    group.replica(PAUSED).pause();
    var answer = group.gateway(0).put("without-quorum", "perhaps");
    assertTrue(List.of(503, 504).contains(answer.statusCode()), "answer " + answer.statusCode());
    if (answer.statusCode() == 504) {
      assertTrue(Gateway.json(answer).path("indeterminate").asBoolean(), answer.body());
    }
    RealGroup.awaitThat(
        "it says whom it waits for",
        () -> group.gateway(0).status().orElseThrow().path("stuck").path("waitingFor").size() == 2);
    group.replica(STOPPED).resume();
    RealGroup.measured("writes again after the quorum's return in", group.awaitWrite(1, "back"));
    group.replica(PAUSED).resume();
    RealGroup.measured("all equal again in", group.awaitEqual());
  }

  /** It leads still as far as it knows, and is asked before anybody can have told it. */
  @Test
  @Order(4)
  void a_primary_that_was_paused_reads_nothing_stale_when_it_is_back() throws IOException {
    int primary = group.primaryAt(0);
    int other = (primary + 1) % RealGroup.SIZE;
    group.awaitWrite(primary, "register");
    group.replica(primary).pause();
    RealGroup.measured(
        "another value was written without the primary in",
        RealGroup.awaitThat(
            "it is written", () -> group.gateway(other).isWritten("register", "newer")));
    group.replica(primary).resume();
    RealGroup.measured(
        "read through the old primary in",
        RealGroup.awaitThat("it is read", () -> isNewest(group.gateway(primary))));
  }

  /** False without an answer; never an answer with an older value. */
  private static boolean isNewest(Gateway gateway) throws IOException {
    var answer = gateway.get("register");
    if (answer.statusCode() == 200) {
      assertEquals("newer", answer.body());
    }
    return answer.statusCode() == 200;
  }
}
