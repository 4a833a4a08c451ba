package io.quorate.engine.core.antientropy;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message.Status;
import io.quorate.engine.model.message.Stance;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ViewProofTest {

  private static final long PATIENCE = 40;
  private static final long LONG_AFTER = 1_000;

  private final ViewProof proof = new ViewProof(new View(5), List.of(Bytes.utf8("because")), 100);

  @Test
  void who_is_in_a_lower_view_or_waits_for_this_one_lacks_it() {
    assertThat(proof.isLackedBy(peer(4, Stance.VOTING), PATIENCE, LONG_AFTER)).isTrue();
    assertThat(proof.isLackedBy(peer(4, Stance.CHANGING), PATIENCE, LONG_AFTER)).isTrue();
    assertThat(proof.isLackedBy(peer(5, Stance.CHANGING), PATIENCE, LONG_AFTER)).isTrue();
  }

  @Test
  void who_votes_in_this_view_or_wants_a_later_one_does_not() {
    assertThat(proof.isLackedBy(peer(5, Stance.VOTING), PATIENCE, LONG_AFTER)).isFalse();
    assertThat(proof.isLackedBy(peer(5, Stance.DOUBTING), PATIENCE, LONG_AFTER)).isFalse();
    assertThat(proof.isLackedBy(peer(6, Stance.CHANGING), PATIENCE, LONG_AFTER)).isFalse();
    assertThat(proof.isLackedBy(peer(6, Stance.VOTING), PATIENCE, LONG_AFTER)).isFalse();
  }

  @Test
  void what_everybody_was_just_sent_is_under_way() {
    assertThat(proof.isLackedBy(peer(4, Stance.VOTING), PATIENCE, 140)).isFalse();
    assertThat(proof.isLackedBy(peer(4, Stance.VOTING), PATIENCE, 141)).isTrue();
  }

  private static Status peer(long view, Stance stance) {
    var at = SequenceNumber.ZERO;
    return new Status(new ReplicaId(1), new View(view), stance, at, at, 0);
  }
}
