package io.quorate.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
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
@DisplayNameGeneration(ReplaceUnderscores.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RestartTest {

  /** A time-out of 2 s, a second, and a machine that does other things. */
  private static final Duration MOST_SILENCE = Duration.ofSeconds(15);

  private static final int BEFORE = 200;
  private static final int AFTER = 200;

  private static RealGroup group;

  @BeforeAll
  static void start() {
    group = RealGroup.ordinary();
    group.start();
  }

  @AfterAll
  static void stop() throws IOException {
    group.close();
  }

  @Test
  @Tag("processes")
  @Order(1)
  void writes_go_on_when_the_primary_is_killed_and_it_catches_up_when_it_is_back()
      throws IOException {
    int primary = group.primaryAt(0);
    var load = Load.through(others(primary), 2);
    try (load) {
      RealGroup.awaitThat("some load", () -> load.count() >= BEFORE);
      group.replica(primary).kill();
      long killed = System.nanoTime();
      int then = load.count();
      RealGroup.awaitThat("writes go on", () -> load.count() >= then + AFTER);
      var gap = load.silenceAfter(killed);
      RealGroup.measured("no write after the primary's death for", gap);
      assertTrue(gap.compareTo(MOST_SILENCE) < 0, "nothing was written for " + gap);
    }
    group.replica(primary).start();
    RealGroup.measured("old primary started and caught up in", group.awaitEqual());
    for (int i = 0; i < RealGroup.SIZE; i++) {
      assertEquals(List.of(), load.lostBy(group.gateway(i)), "lost by replica " + i);
    }
  }

  @Test
  @Order(2)
  void no_acknowledged_write_is_lost_when_all_are_killed() throws IOException {
    var load = Load.through(others(-1), 2);
    try (load) {
      RealGroup.awaitThat("some load", () -> load.count() >= BEFORE);
      group.killAll();
    }
    RealGroup.measured("all four killed, started and writing in", group.start());
    RealGroup.measured("all equal after that in", group.awaitEqual());
    for (int i = 0; i < RealGroup.SIZE; i++) {
      assertEquals(List.of(), load.lostBy(group.gateway(i)), "lost by replica " + i);
    }
  }

  @Test
  @Tag("processes")
  @Order(3)
  void what_clients_see_is_linearizable_while_the_primary_dies_and_returns() throws Exception {
    var clients = Clients.through(others(-1), 2, "register-");
    try (clients) {
      int primary = group.primaryAt(0);
      RealGroup.awaitThat("some calls", () -> clients.count() >= BEFORE);
      group.replica(primary).kill();
      int then = clients.count();
      RealGroup.awaitThat("calls go on", () -> clients.count() >= then + AFTER);
      group.replica(primary).start();
      RealGroup.awaitThat("it is back", () -> group.gateway(primary).is("agreeing"));
    }
    long begin = System.nanoTime();
    assertEquals(List.of(), clients.broken());
    RealGroup.measured(
        clients.count() + " calls checked in", Duration.ofNanos(System.nanoTime() - begin));
  }

  private static List<Gateway> others(int but) {
    return IntStream.range(0, RealGroup.SIZE)
        .filter(i -> i != but)
        .mapToObj(group::gateway)
        .toList();
  }
}
