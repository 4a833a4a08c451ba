package io.quorate.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Replica 0, the primary of view 0, signs two batches for one slot. */
@RealProcesses
@Tag("processes")
@DisplayNameGeneration(ReplaceUnderscores.class)
class EquivocationTest {

  private static final int LIAR = 0;
  private static final int[] CORRECT = {1, 2, 3};

  private static RealGroup group;

  @BeforeAll
  static void start() {
    var liar = RealReplica.Launch.of(List.of(), TwoFacedReplica.class.getName());
    group = RealGroup.found(i -> i == LIAR ? liar : RealReplica.Launch.ordinary());
    group.replica(LIAR).start();
  }

  @AfterAll
  static void stop() throws IOException {
    group.close();
  }

  @Test
  void the_group_votes_a_primary_out_that_signs_two_batches_for_one_slot() throws IOException {
    RealGroup.measured("three correct replicas wrote after", group.start(CORRECT));
    var load = Load.through(IntStream.of(CORRECT).mapToObj(group::gateway).toList(), 1);
    try (load) {
      RealGroup.awaitThat("writes are ordered", () -> load.count() >= 100);
    }
    group.awaitEqual(CORRECT);
    double evidence = 0;
    for (int i : CORRECT) {
      assertTrue(group.gateway(i).view() > 0, "replica " + i + " left view 0");
      assertEquals(List.of(), load.lostBy(group.gateway(i)), "lost by replica " + i);
      evidence += group.gateway(i).metric("quorate_rejected_total{reason=\"Equivocation\"}");
    }
    assertTrue(evidence > 0, "somebody holds evidence");
  }
}
