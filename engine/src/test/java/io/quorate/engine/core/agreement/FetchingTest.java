package io.quorate.engine.core.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.core.SigningCommittee;
import io.quorate.engine.core.effect.Effect;
import io.quorate.engine.core.effect.Rejection;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.message.Message.Fetch;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FetchingTest {

  private static final SequenceNumber FIRST = new SequenceNumber(1);
  private static final Digest DIGEST = Digest.of(Bytes.utf8("x"));

  private final Fetching fetching =
      new Fetching(new SigningCommittee().configuration(), new ReplicaId(1), 100);

  @Test
  void what_is_just_on_its_way_is_not_asked_for() {
    fetching.want(List.of(DIGEST), FIRST, new ReplicaId(0), 0);
    assertThat(fetching.onTick(99)).isEmpty();
    fetching.got(DIGEST);
    assertThat(fetching.onTick(100)).isEmpty();
  }

  @Test
  void peers_are_asked_in_turn_and_never_oneself() {
    fetching.want(List.of(DIGEST), FIRST, new ReplicaId(0), 0);
    assertThat(asked(100)).isEqualTo(0);
    assertThat(asked(200)).isEqualTo(2);
    assertThat(asked(300)).isEqualTo(3);
    assertThat(asked(400)).isEqualTo(0);
  }

  @Test
  void one_message_asks_a_peer_for_all_that_is_missing() {
    fetching.want(List.of(DIGEST, Digest.of(Bytes.utf8("y"))), FIRST, new ReplicaId(0), 0);
    var effects = fetching.onTick(100);
    assertThat(effects).hasSize(1);
    assertThat(((Fetch) ((Effect.SignAndSend) effects.get(0)).message()).digests()).hasSize(2);
  }

  @Test
  void what_is_wanted_for_numbers_that_are_executed_is_wanted_no_more() {
    fetching.want(List.of(DIGEST, digest(1)), FIRST, new ReplicaId(0), 0);
    fetching.want(List.of(DIGEST), new SequenceNumber(2), new ReplicaId(0), 0);
    fetching.settle(FIRST);
    assertThat(fetching.wants(digest(1))).isFalse();
    assertThat(fetching.wants(DIGEST)).as("2 needs it, too").isTrue();
    fetching.settle(new SequenceNumber(2));
    assertThat(fetching.wants(DIGEST)).isFalse();
  }

  @Test
  void when_too_much_is_wanted_the_highest_number_gives_way_and_it_is_counted() {
    fetching.want(many(1), new SequenceNumber(7), new ReplicaId(0), 0);
    fetching.want(List.of(DIGEST), new SequenceNumber(8), new ReplicaId(0), 0);
    assertThat(fetching.wants(DIGEST)).as("the highest").isFalse();
    fetching.want(List.of(DIGEST), FIRST, new ReplicaId(0), 0);
    assertThat(fetching.wants(DIGEST)).as("the lowest").isTrue();
    assertThat(fetching.onTick(0))
        .contains(new Effect.CountRejection(new Rejection.TooMuchWanted(2), 1))
        .hasSize(1);
    assertThat(fetching.onTick(0)).isEmpty();
  }

  @Test
  void what_there_was_no_room_for_is_wanted_again_once_there_is() {
    fetching.want(many(1), new SequenceNumber(7), new ReplicaId(0), 0);
    fetching.want(List.of(DIGEST), new SequenceNumber(8), new ReplicaId(0), 0);
    assertThat(fetching.isShort()).as("while there is no room").isFalse();
    fetching.got(digest(1));
    assertThat(fetching.isShort()).isTrue();
    assertThat(fetching.isShort()).as("told once").isFalse();
  }

  private static List<Digest> many(int from) {
    return IntStream.range(from, from + Fetching.MOST_WANTED)
        .mapToObj(FetchingTest::digest)
        .toList();
  }

  private static Digest digest(int number) {
    return Digest.of(Bytes.utf8("request " + number));
  }

  private int asked(long now) {
    return ((Effect.SignAndSend) fetching.onTick(now).get(0)).to().orElseThrow().value();
  }
}
