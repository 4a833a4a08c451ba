package io.quorate.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.bootstrap.cli.group.GroupDirectory;
import io.quorate.engine.fixtures.FreePorts;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Replica 3 is a node that only lies to Pekko's cluster, with the real certificate. What is said
 * there is a hint: the three others, just a quorum, go on.
 */
@RealProcesses
@Tag("processes")
@DisplayNameGeneration(ReplaceUnderscores.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GossipAttackTest {

  private static final int LIAR = 3;
  private static final int[] CORRECT = {0, 1, 2};
  private static final int INVENTED = 100;
  private static final int WRITES = 60;

  private static RealGroup group;
  private static RogueNode liar;

  @BeforeAll
  static void start() {
    group = RealGroup.ordinary();
    group.start(CORRECT);
  }

  @AfterAll
  static void stop() throws IOException {
    if (liar != null) {
      liar.close();
    }
    group.close();
  }

  @Test
  @Order(1)
  void an_outsider_cannot_join_though_its_certificate_names_a_member() throws IOException {
    var directory = new GroupDirectory(group.root());
    liar = RogueNode.member(directory, LIAR);
    try (var outsider = RogueNode.outsider(directory, LIAR, FreePorts.inARow(1))) {
      RealGroup.measured(
          "the member joined in", RealGroup.awaitThat("it joins", () -> liar.isUp()));
      RealGroup.awaitThat(
          "the outsider is refused",
          () -> any(i -> group.replica(i).says("refused: 1; now one in the name of replica-3")));
      RealGroup.awaitThat("all are in", () -> all(i -> addresses(i) == RealGroup.SIZE));
      RealGroup.awaitThat("the member sees all", () -> liar.members().size() == RealGroup.SIZE);
      assertEquals(Set.of(), outsider.members());
    }
  }

  @Test
  @Order(2)
  void a_replica_that_a_member_sends_away_from_the_cluster_stays_and_goes_on() throws IOException {
    var silence =
        silenceDuring(
            () -> {
              double before = refused(0) + refused(1) + refused(2);
              liar.leave(2);
              RealGroup.awaitThat(
                  "it is refused", () -> refused(0) + refused(1) + refused(2) > before);
            });
    RealGroup.measured("sent away, no write for", silence);
  }

  @Test
  @Order(3)
  void a_replica_that_a_member_marks_down_stays_and_goes_on() throws IOException {
    var silence =
        silenceDuring(
            () -> {
              double before = refused(0) + refused(1) + refused(2);
              liar.down(1);
              RealGroup.awaitThat(
                  "it is refused", () -> refused(0) + refused(1) + refused(2) > before);
            });
    RealGroup.measured("marked down, no write for", silence);
  }

  /** What it costs is the processor's time, on a thread that has nothing else to do. */
  @Test
  @Order(4)
  void addresses_that_a_member_invents_or_doubles_are_believed_by_nobody() throws IOException {
    var silence =
        silenceDuring(
            () -> {
              double before = refused(0);
              liar.invent(INVENTED, 0);
              RealGroup.awaitThat("they are refused", () -> refused(0) >= before + INVENTED);
              liar.pretendAnother(0);
              RealGroup.awaitThat("it is refused", () -> refused(0) > before + INVENTED);
            });
    RealGroup.measured(INVENTED + " invented addresses, no write for", silence);
  }

  /** How long no write was answered, from the attack until some after it were. */
  private static Duration silenceDuring(Runnable attack) throws IOException {
    var load = Load.through(Arrays.stream(CORRECT).mapToObj(group::gateway).toList(), 1);
    long begin;
    try (load) {
      RealGroup.awaitThat("some load", () -> load.count() >= WRITES);
      begin = System.nanoTime();
      attack.run();
      int then = load.count();
      RealGroup.awaitThat("writes go on", () -> load.count() >= then + WRITES);
    }
    group.awaitEqual(CORRECT);
    assertTrue(all(i -> addresses(i) == RealGroup.SIZE), "all are in the cluster as before");
    for (int i : CORRECT) {
      assertTrue(group.replica(i).isAlive(), "replica " + i + " runs");
      assertEquals(List.of(), load.lostBy(group.gateway(i)), "lost by replica " + i);
      var status = group.gateway(i).status().orElseThrow();
      assertEquals(RealGroup.SIZE, status.path("n").asInt());
      assertEquals(CORRECT.length, status.path("quorum").asInt());
    }
    return load.silenceAfter(begin);
  }

  private static boolean all(IntPredicate condition) {
    return Arrays.stream(CORRECT).allMatch(condition);
  }

  private static boolean any(IntPredicate condition) {
    return Arrays.stream(CORRECT).anyMatch(condition);
  }

  /** How many messages of the cluster this replica has refused. */
  private static double refused(int replica) {
    try {
      return group.gateway(replica).metric("quorate_membership_refused_total");
    } catch (IOException e) {
      return -1;
    }
  }

  /** How many addresses the cluster tells this replica, or -1 while it does not say. */
  private static double addresses(int replica) {
    try {
      return group.gateway(replica).metric("quorate_registry_addresses");
    } catch (IOException e) {
      return -1;
    }
  }
}
