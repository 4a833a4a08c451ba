package io.quorate.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.message.Message.Fetch;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FetchingTest {

  private static final Digest DIGEST = Digest.of(Bytes.utf8("x"));

  private final Fetching fetching =
      new Fetching(new Committee().membership(), new ReplicaId(1), 100);

  @Test
  void what_is_just_on_its_way_is_not_asked_for() {
    fetching.want(List.of(DIGEST), new ReplicaId(0), 0);
    assertThat(fetching.onTick(99)).isEmpty();
    fetching.got(DIGEST);
    assertThat(fetching.onTick(100)).isEmpty();
  }

  @Test
  void peers_are_asked_in_turn_and_never_oneself() {
    fetching.want(List.of(DIGEST), new ReplicaId(0), 0);
    assertThat(asked(100)).isEqualTo(0);
    assertThat(asked(200)).isEqualTo(2);
    assertThat(asked(300)).isEqualTo(3);
    assertThat(asked(400)).isEqualTo(0);
  }

  @Test
  void one_message_asks_a_peer_for_all_that_is_missing() {
    fetching.want(List.of(DIGEST, Digest.of(Bytes.utf8("y"))), new ReplicaId(0), 0);
    var effects = fetching.onTick(100);
    assertThat(effects).hasSize(1);
    assertThat(((Fetch) ((Effect.Say) effects.get(0)).message()).digests()).hasSize(2);
  }

  private int asked(long now) {
    return ((Effect.Say) fetching.onTick(now).get(0)).to().orElseThrow().value();
  }
}
