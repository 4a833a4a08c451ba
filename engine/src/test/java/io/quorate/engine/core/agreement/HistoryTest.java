package io.quorate.engine.core.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.core.SigningCommittee;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.certificate.CommitCertificate;
import io.quorate.engine.model.message.Message.Decided.Decision;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HistoryTest {

  private final SigningCommittee committee = new SigningCommittee();
  private final History history = new History(1_000);

  @Test
  void decisions_above_the_stable_checkpoint_are_kept_whatever_they_weigh() {
    add(1, 9);
    assertThat(history.reaches(new SequenceNumber(1))).isTrue();
    history.settle(new SequenceNumber(8));
    assertThat(history.reaches(new SequenceNumber(1))).isFalse();
    assertThat(history.reaches(new SequenceNumber(9))).isTrue();
  }

  @Test
  void a_peer_gets_decisions_in_a_row_and_at_least_one() {
    add(1, 3);
    assertThat(history.from(new SequenceNumber(2), 1)).hasSize(1);
    assertThat(history.from(new SequenceNumber(2), 1 << 20)).hasSize(2);
  }

  @Test
  void after_a_jump_it_is_empty() {
    add(1, 3);
    history.clear();
    assertThat(history.reaches(new SequenceNumber(3))).isFalse();
  }

  private void add(int from, int to) {
    for (int at = from; at <= to; at++) {
      var request = committee.request(1, at, "x");
      var batch = committee.batch(request);
      var certificate =
          new CommitCertificate(View.ZERO, new SequenceNumber(at), batch.digest(), List.of());
      history.add(new Decision(certificate, batch, List.of(request.wire())));
    }
  }
}
