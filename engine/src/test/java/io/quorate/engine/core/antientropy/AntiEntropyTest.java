package io.quorate.engine.core.antientropy;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.quorate.engine.core.SigningCommittee;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message.Status;
import io.quorate.engine.model.message.Stance;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AntiEntropyTest {

  /** One signed STATUS of one liar stopped every replica that it reached. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 1_000_000, Long.MAX_VALUE - 1, Long.MAX_VALUE})
  void a_peer_may_claim_to_stand_anywhere(long claimed) {
    var core = new SigningCommittee().core(0);
    var at = new SequenceNumber(claimed);
    var status = new Status(new ReplicaId(1), View.ZERO, Stance.VOTING, at, at, 1);
    assertThatCode(() -> core.onStatus(status)).doesNotThrowAnyException();
    assertThatCode(core::onTick).doesNotThrowAnyException();
  }
}
