package io.quorate.engine.replica;

import static io.quorate.engine.replica.ReplyCache.Standing.EXECUTED;
import static io.quorate.engine.replica.ReplyCache.Standing.EXPIRED;
import static io.quorate.engine.replica.ReplyCache.Standing.NEW;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.codec.SessionCodec;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.SequenceNumber;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReplyCacheTest {

  private static final SequenceNumber AT = new SequenceNumber(7);

  private final ReplyCache cache = new ReplyCache();

  @Test
  void an_answer_is_kept_as_it_was_given() {
    cache.put(id(1, 1), AT, List.of(Bytes.utf8("ok")));
    assertThat(cache.standing(id(1, 1))).isEqualTo(EXECUTED);
    assertThat(cache.answer(id(1, 1)).orElseThrow().sequence()).isEqualTo(AT);
    assertThat(cache.standing(id(1, 2))).isEqualTo(NEW);
    assertThat(cache.answer(id(1, 2))).isEmpty();
  }

  @Test
  void numbers_behind_the_kept_ones_are_too_old_for_ever() {
    for (int number = 1; number <= ReplyCache.REQUESTS + 3; number++) {
      cache.put(id(1, number), AT, List.of(Bytes.EMPTY));
    }
    assertThat(cache.standing(id(1, 3))).isEqualTo(EXPIRED);
    assertThat(cache.standing(id(1, 4))).isEqualTo(EXECUTED);
  }

  @Test
  void a_number_that_was_left_out_expires_with_its_neighbours() {
    for (int number = 2; number <= 2 * (ReplyCache.REQUESTS + 3); number += 2) {
      cache.put(id(1, number), AT, List.of(Bytes.EMPTY));
    }
    assertThat(cache.standing(id(1, 5))).isEqualTo(EXPIRED);
    assertThat(cache.standing(id(1, 7))).isEqualTo(NEW);
  }

  @Test
  void sessions_behind_the_kept_ones_are_too_old_for_ever() {
    for (int session = 1; session <= ReplyCache.SESSIONS + 2; session++) {
      cache.put(id(session, 1), AT, List.of(Bytes.EMPTY));
    }
    assertThat(cache.standing(id(2, 1))).isEqualTo(EXPIRED);
    assertThat(cache.standing(id(2, 50))).isEqualTo(EXPIRED);
    assertThat(cache.standing(id(3, 1))).isEqualTo(EXECUTED);
    assertThat(cache.standing(id(1_000, 1))).isEqualTo(NEW);
  }

  @Test
  void old_results_go_before_the_octets_are_too_many_and_the_names_stay() {
    var large = Bytes.wrap(new byte[ReplyCache.OCTETS / 2]);
    for (int number = 1; number <= 3; number++) {
      cache.put(id(1, number), AT, List.of(large));
    }
    assertThat(cache.answer(id(1, 1))).isEmpty();
    assertThat(cache.standing(id(1, 1))).isEqualTo(EXECUTED);
    assertThat(cache.answer(id(1, 3))).isPresent();
  }

  @Test
  void the_latest_result_is_kept_however_large() {
    cache.put(id(1, 1), AT, List.of(Bytes.wrap(new byte[2 * ReplyCache.OCTETS])));
    assertThat(cache.answer(id(1, 1))).isPresent();
  }

  @Test
  void records_bring_the_same_cache_back() {
    for (int i = 1; i <= ReplyCache.SESSIONS + 5; i++) {
      cache.put(id(i, 1), AT, List.of(Bytes.utf8("r" + i)));
    }
    for (int i = 1; i <= ReplyCache.REQUESTS + 5; i++) {
      cache.put(id(90, i), AT, List.of(Bytes.wrap(new byte[4_000])));
    }
    var octets = SessionCodec.encode(cache.records());
    var other = new ReplyCache();
    other.restore(
        SessionCodec.decode(octets).orElseThrow(e -> new IllegalStateException(e.toString())));
    assertThat(SessionCodec.encode(other.records())).isEqualTo(octets);
    for (var each : List.of(cache, other)) {
      each.put(id(90, 500), AT, List.of(Bytes.wrap(new byte[9_000])));
      each.put(id(91, 1), AT, List.of(Bytes.EMPTY));
    }
    assertThat(other.records()).isEqualTo(cache.records());
    assertThat(other.standing(id(3, 1))).isEqualTo(EXPIRED);
  }

  @Test
  void what_is_known_at_a_moment_does_not_change() {
    var known = cache.known();
    cache.put(id(1, 1), AT, List.of(Bytes.EMPTY));
    assertThat(known.test(id(1, 1))).isFalse();
    assertThat(cache.known().test(id(1, 1))).isTrue();
  }

  private static RequestId id(long session, long number) {
    return new RequestId(new ClientId(100), session, number);
  }
}
