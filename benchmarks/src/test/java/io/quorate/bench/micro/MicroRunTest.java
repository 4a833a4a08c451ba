package io.quorate.bench.micro;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MicroRunTest {

  @Test
  void every_part_has_its_benchmarks() {
    assertThat(new MicroRun(MicroRun.ALL, 1).names())
        .extracting(MicroReport::shortened)
        .contains(
            "AppendLogBench.append",
            "CodecBench.decodeRequest",
            "CryptoBench.verifyBatch",
            "RequestPoolBench.admitAndRelease",
            "SlotBench.slot",
            "VerifierBench.verify",
            "VerifierBench.verifySingly");
  }

  @Test
  void a_part_of_a_name_chooses() {
    assertThat(new MicroRun("Slot", 1).names())
        .extracting(MicroReport::shortened)
        .containsExactly("SlotBench.slot");
  }

  /** Past the water marks, were checkpoints lost. */
  @Test
  void a_group_of_cores_orders_past_its_checkpoints() {
    var group = new CoreGroup(4);
    for (int i = 1; i <= 600; i++) {
      assertThat(group.order().value()).isEqualTo(i);
    }
  }
}
