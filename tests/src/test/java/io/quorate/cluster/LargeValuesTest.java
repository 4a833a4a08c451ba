package io.quorate.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What ordinary users with large values do to a group whose replicas have 512 MiB of heap. */
@RealProcesses
@DisplayNameGeneration(ReplaceUnderscores.class)
class LargeValuesTest {

  private static final int LARGE = 1_000_000;
  private static final int READERS = 500;
  private static final int WRITERS = 64;
  private static final String KEY = "large";

  /** How long each crowd asks, and how long faults go on. */
  private static final Duration CROWDED =
      Duration.ofSeconds(Integer.getInteger("quorate.seconds", 20));

  /** Until compilers have done what makes processes slow that have just begun. */
  private static final Duration WARM = Duration.ofSeconds(8);

  private static final Duration FAULTY =
      Duration.ofSeconds(Integer.getInteger("quorate.seconds", 90));

  private static final Duration IN_TIME = Duration.ofSeconds(10);

  /** A second, on a machine whose processors have nothing else to do. */
  private static final Duration REFUSED_SOON = Duration.ofSeconds(3);

  private static final Duration SOON = Duration.ofSeconds(1);

  /** Or twice as long as the group's first start, where other work takes the processors. */
  private static final Duration RESTARTED = Duration.ofSeconds(20);

  /** Who executes less may change views: twice what a group must execute to be served well. */
  private static final long LEAST_THROUGHPUT = 8L << 20;

  private static final long MOST_RESIDENT = 900;

  private static final int KEYS = 12;
  private static final int CLIENTS_EACH = 4;

  /** Calls between two faults, at least. */
  private static final int SOME = 40;

  private RealGroup group;
  private Duration firstStart;

  @BeforeEach
  void start() {
    group = RealGroup.found(i -> RealReplica.Launch.released());
    firstStart = group.start();
    RealGroup.measured("start of four replicas", firstStart);
  }

  @AfterEach
  void stop() throws IOException {
    group.close();
  }

  @Test
  void eight_readers_of_one_large_value_are_all_answered_in_time() throws IOException {
    write(KEY);
    var crowd = Crowd.reading(List.of(group.gateway(1)), 8, KEY);
    try (crowd) {
      RealGroup.awaitThat("each was answered twice", () -> crowd.served() >= 16);
    }
    assertThat(crowd.byStatus()).containsOnlyKeys(200);
    assertThat(crowd.slowest(200)).isLessThan(IN_TIME);
    assertThat(crowd.received()).isEqualTo(crowd.served() * LARGE);
  }

  @Test
  @Tag("processes")
  void a_crowd_of_readers_is_answered_in_time_or_told_to_come_again() throws IOException {
    write(KEY);
    long view = group.gateway(0).view();
    var crowd = Crowd.reading(List.of(group.gateway(1)), READERS, KEY);
    awaitEndOf(crowd, CROWDED);
    assertSoundAfter(crowd, "readers");
    assertThat(crowd.received()).isGreaterThanOrEqualTo(crowd.served() * LARGE);
    assertThat(group.gateway(0).view()).as("view").isEqualTo(view);
  }

  @Test
  @Tag("processes")
  void a_crowd_of_writers_is_answered_in_time_or_told_to_come_again() throws IOException {
    awaitEndOf(Crowd.writing(gateways(), WRITERS, KEY, value()), WARM);
    RealGroup.awaitThat("all vote in one view", this::isOfOneView);
    long view = group.gateway(0).view();
    var crowd = Crowd.writing(gateways(), WRITERS, KEY, value());
    awaitEndOf(crowd, CROWDED);
    assertSoundAfter(crowd, "writers");
    if (crowd.served() * LARGE > LEAST_THROUGHPUT * CROWDED.toSeconds()) {
      assertThat(group.gateway(0).view()).as("view").isEqualTo(view);
    }
  }

  private boolean isOfOneView() {
    return gateways().stream().allMatch(each -> each.is("agreeing"))
        && gateways().stream().mapToLong(Gateway::view).distinct().count() == 1;
  }

  private static byte[] value() {
    var value = new byte[LARGE];
    Arrays.fill(value, (byte) 'w');
    return value;
  }

  private void write(String key) throws IOException {
    assertThat(group.gateway(0).put(key, "v".repeat(LARGE)).statusCode()).isEqualTo(200);
  }

  private List<Gateway> gateways() {
    return IntStream.range(0, RealGroup.SIZE).mapToObj(group::gateway).toList();
  }

  private static void awaitEndOf(Crowd crowd, Duration length) {
    long end = System.nanoTime() + length.toNanos();
    try (crowd) {
      RealGroup.awaitThat("the crowd asks for " + length, () -> System.nanoTime() > end);
    }
  }

  private void assertSoundAfter(Crowd crowd, String who) {
    System.out.printf(
        "measured: %s %s, slowest answer %d ms, slowest refusal %d ms, resident %s MiB%n",
        who,
        crowd.byStatus(),
        crowd.slowest(200).toMillis(),
        crowd.slowest(503).toMillis(),
        resident());
    var put = group.awaitWrite(2, "small");
    RealGroup.measured("1 byte written after " + who + " in", put);
    assertAllRun();
    assertThat(crowd.served()).isPositive();
    assertThat(crowd.answers())
        .allMatch(each -> each.status() == 200 || each.isRefusal(), "answered, or refused");
    assertThat(crowd.slowest(200)).isLessThan(IN_TIME);
    assertThat(crowd.slowest(503)).isLessThan(REFUSED_SOON);
    assertThat(put).isLessThanOrEqualTo(SOON);
  }

  private void assertAllRun() {
    for (int i = 0; i < RealGroup.SIZE; i++) {
      assertThat(group.replica(i).isAlive()).as("replica %d runs", i).isTrue();
    }
    assertThat(resident()).allMatch(each -> each <= MOST_RESIDENT, "at most 900 MiB");
  }

  private List<Long> resident() {
    return IntStream.range(0, RealGroup.SIZE)
        .mapToObj(i -> group.replica(i).peakResidentMebibytes())
        .toList();
  }

  @Tag("processes")
  @ParameterizedTest(name = "{0} bytes")
  @ValueSource(ints = {50_000, LARGE})
  void clients_see_one_history_while_replicas_are_killed_paused_and_all_lost(int bytes) {
    var values = new Values(KEYS, bytes);
    var clients = Clients.through(gateways(), CLIENTS_EACH, "k" + bytes + "-", values);
    var random = new Random(bytes);
    long end = System.nanoTime() + FAULTY.toNanos();
    try (clients) {
      while (System.nanoTime() < end) {
        awaitCalls(clients, SOME);
        assertAllRun();
        disturb(random, clients);
      }
    }
    assertAllRun();
    RealGroup.measured("all equal after faults in", group.awaitEqual());
    assertThat(clients.broken()).isEmpty();
    System.out.println("measured: " + clients.count() + " calls, resident " + resident() + " MiB");
  }

  private static void awaitCalls(Clients clients, int more) {
    int then = clients.count();
    RealGroup.awaitThat(more + " calls", () -> clients.count() >= then + more);
  }

  private void disturb(Random random, Clients clients) {
    int which = random.nextInt(RealGroup.SIZE);
    switch (random.nextInt(3)) {
      case 0 -> {
        group.replica(which).kill();
        awaitCalls(clients, SOME);
        restart("replica " + which, which);
      }
      case 1 -> {
        group.replica(which).pause();
        awaitCalls(clients, SOME);
        group.replica(which).resume();
      }
      default -> {
        group.killAll();
        restart("all");
      }
    }
  }

  private void restart(String who, int... which) {
    var limit = firstStart.multipliedBy(2);
    var time = group.startUntilTheyAgree(which);
    RealGroup.measured(who + " restarted in", time);
    assertThat(time).isLessThanOrEqualTo(Collections.max(List.of(RESTARTED, limit)));
    RealGroup.measured("and a write after that in", group.awaitWrite(0, "restarted"));
  }
}
