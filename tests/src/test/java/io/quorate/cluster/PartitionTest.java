package io.quorate.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import java.util.Set;
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
@Tag("processes")
@DisplayNameGeneration(ReplaceUnderscores.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PartitionTest {

  private static final int PORT = 2551;
  private static final int LONE = 0;

  private static Namespaces network;
  private static RealGroup group;

  @BeforeAll
  static void start() {
    assumeTrue(Namespaces.arePossible(), "network namespaces need root and the command ip");
    network = Namespaces.create(RealGroup.SIZE);
    group =
        RealGroup.found(
            PORT,
            IntStream.range(0, RealGroup.SIZE).mapToObj(network::data).toList(),
            PartitionTest::inItsNamespace,
            i -> network.admin(i) + ":8551");
    group.start();
  }

  private static RealReplica.Launch inItsNamespace(int i) {
    var ordinary = RealReplica.Launch.ordinary();
    return RealReplica.Launch.of(network.prefix(i), ordinary.main())
        .with(
            "quorate.http.host=" + network.admin(i),
            "quorate.http.port=8551",
            "quorate.http.ask-timeout=4s",
            "quorate.client.timeout=4s");
  }

  @AfterAll
  static void stop() throws IOException {
    try {
      if (group != null) {
        group.close();
      }
    } finally {
      if (network != null) {
        network.close();
      }
    }
  }

  @Test
  @Order(1)
  void the_majority_goes_on_without_a_replica_that_is_cut_off_and_it_follows_after_healing()
      throws IOException {
    network.cut(LONE);
    RealGroup.measured("the majority wrote after the cut in", group.awaitWrite(1, "majority"));
    assertFalse(group.gateway(LONE).isWritten("lone", "never"));
    network.heal(RealGroup.SIZE);
    RealGroup.measured("the lone replica caught up in", group.awaitEqual());
    assertEquals("after", group.gateway(LONE).getStale("majority").body());
  }

  @Test
  @Order(2)
  void two_halves_commit_nothing_and_go_on_after_healing() throws IOException {
    group.awaitWrite(0, "whole");
    group.awaitEqual();
    long before = group.gateway(0).executed();
    network.split(Set.of(2, 3));
    for (int i : List.of(0, 2, 1, 3)) {
      assertFalse(group.gateway(i).isWritten("half-" + i, "never"), "replica " + i);
    }
    for (int i = 0; i < RealGroup.SIZE; i++) {
      long executed = group.gateway(i).executed();
      assertTrue(executed <= before, "replica " + i + " executed " + (executed - before) + " more");
    }
    network.heal(RealGroup.SIZE);
    RealGroup.measured("writes after healing the halves in", group.awaitWrite(0, "healed"));
    RealGroup.measured("the other half wrote after", group.awaitWrite(3, "healed-too"));
    RealGroup.measured("all equal after", group.awaitEqual());
  }
}
