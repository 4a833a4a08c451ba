package io.quorate.engine.core.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.core.CoreSettings;
import io.quorate.engine.core.SigningCommittee;
import io.quorate.engine.core.health.ByteTime;
import io.quorate.engine.core.request.Requests;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PrimaryTest {

  private final SigningCommittee committee = new SigningCommittee();
  private final SafetyRules rules = new SafetyRules(committee.replica(0));
  private final Requests requests = new Requests(new ByteTime(Long.MAX_VALUE));
  private final Primary primary =
      new Primary(
          CoreSettings.of(SigningCommittee.RULES).cutter(),
          new QuietGroup(Duration.ZERO, SigningCommittee.RULES.checkpointInterval()),
          new SlotWindow(SigningCommittee.RULES),
          new SlotContext(committee.configuration(), rules, requests));

  @Test
  void a_number_that_was_refused_is_proposed_later() {
    requests.add(committee.request(1, 1, "a"));
    rules.learn();
    assertThat(primary.propose(SequenceNumber.ZERO, SigningCommittee.WALL)).isEmpty();
    rules.vote();
    assertThat(primary.propose(SequenceNumber.ZERO, SigningCommittee.WALL))
        .extracting(step -> step.next().sequence().value())
        .containsExactly(1L);
  }

  @Test
  void what_was_proposed_in_a_former_life_is_passed_over() {
    requests.add(committee.request(1, 1, "a"));
    rules.recall(View.ZERO, new SequenceNumber(1), committee.batch().digest());
    assertThat(primary.propose(new SequenceNumber(1), SigningCommittee.WALL))
        .extracting(step -> step.next().sequence().value())
        .containsExactly(2L);
  }
}
