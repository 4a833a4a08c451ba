package io.quorate.engine.replica.execution;

import static io.quorate.engine.replica.execution.ReplyCache.Standing.EARLY;
import static io.quorate.engine.replica.execution.ReplyCache.Standing.EXECUTED;
import static io.quorate.engine.replica.execution.ReplyCache.Standing.EXPIRED;
import static io.quorate.engine.replica.execution.ReplyCache.Standing.NEW;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.Limit;
import io.quorate.engine.model.Limits;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.spi.Chunk;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReplyCacheTest {

  private static final Limits LIMITS =
      Limits.DEFAULT.with(Limit.CLIENT_REPLY_BYTES, 1 << 20).with(Limit.REPLY_BYTES, 4 << 20);
  private static final int REQUESTS = LIMITS.requestsPerSession();
  private static final int SESSIONS = LIMITS.sessionsPerClient();
  private static final int CLIENT = 100;
  private static final Bytes HALF = Bytes.wrap(new byte[500_000]);

  private final ReplyCache cache = new ReplyCache(LIMITS);

  @Test
  void an_answer_is_kept_as_it_was_given() {
    put(1, 1, 7, Bytes.utf8("ok"));
    assertThat(standing(1, 1)).isEqualTo(EXECUTED);
    assertThat(cache.reply(id(1, 1)).orElseThrow().at()).isEqualTo(at(7));
    assertThat(standing(1, 2)).isEqualTo(NEW);
    assertThat(cache.reply(id(1, 2))).isEmpty();
  }

  @Test
  void that_nothing_was_executed_is_kept_too_and_told_from_what_is_not_kept() {
    cache.put(id(1, 1), at(7), List.of());
    assertThat(cache.reply(id(1, 1)).orElseThrow().results()).isEmpty();
    put(1, 2, 7, Bytes.wrap(new byte[(int) LIMITS.clientReplyBytes()]));
    assertThat(standing(1, 2)).isEqualTo(EXECUTED);
    assertThat(cache.reply(id(1, 2))).isEmpty();
  }

  @Test
  void numbers_behind_the_kept_ones_are_too_old_for_ever() {
    for (int number = 1; number <= REQUESTS + 3; number++) {
      put(1, number, number, Bytes.EMPTY);
    }
    assertThat(standing(1, 3)).isEqualTo(EXPIRED);
    assertThat(standing(1, 4)).isEqualTo(EXECUTED);
    put(1, 10_000, 200, Bytes.EMPTY);
    assertThat(standing(1, REQUESTS + 3)).isEqualTo(EXPIRED);
    assertThat(standing(1, 9_999)).isEqualTo(NEW);
  }

  @Test
  void a_number_that_was_left_out_expires_with_its_neighbours() {
    for (int number = 2; number <= REQUESTS + 6; number += 2) {
      put(1, number, number, Bytes.EMPTY);
    }
    assertThat(standing(1, 5)).isEqualTo(EXPIRED);
    assertThat(standing(1, 7)).isEqualTo(NEW);
    assertThat(standing(1, 8)).isEqualTo(EXECUTED);
  }

  @Test
  void of_too_many_sessions_the_one_used_least_lately_is_forgotten_whatever_its_number() {
    for (int session = 1; session <= SESSIONS; session++) {
      put(1_000_000 + session, 1, session, Bytes.EMPTY);
    }
    put(1_000_001, 2, 50, Bytes.EMPTY);
    put(5, 1, 60, Bytes.EMPTY);
    assertThat(standing(5, 1)).isEqualTo(EXECUTED);
    assertThat(standing(1_000_001, 1)).isEqualTo(EXECUTED);
    assertThat(standing(1_000_002, 1)).isEqualTo(EXPIRED);
    assertThat(standing(1_000_003, 1)).isEqualTo(EXECUTED);
  }

  @Test
  void a_forgotten_session_never_begins_again_and_one_that_begins_later_does() {
    for (int session = 1; session <= SESSIONS + 1; session++) {
      put(session, 1, 10 + session, Bytes.EMPTY);
    }
    for (long since = 0; since < 11; since++) {
      assertThat(standing(1, 1, since, 100)).as("since %s", since).isEqualTo(EXPIRED);
      assertThat(standing(1, 2, since, 100)).as("since %s", since).isEqualTo(EXPIRED);
    }
    assertThat(standing(1, 1, 11, 100)).isEqualTo(NEW);
    assertThat(standing(99, 1, 0, 100)).isEqualTo(NEW);
    assertThat(standing(99, 1, 99, 100)).isEqualTo(NEW);
    assertThat(standing(99, 1, 100, 100)).isEqualTo(EARLY);
    assertThat(standing(99, 1, Long.MAX_VALUE, 100)).isEqualTo(EARLY);
    assertThat(standing(SESSIONS, 1, 0, 100)).isEqualTo(EXECUTED);
  }

  @Test
  void however_many_sessions_a_clock_that_is_ahead_began_one_of_a_right_clock_begins() {
    long ahead = 1_000_000_000L;
    for (int i = 0; i < 5_000; i++) {
      put(ahead + 7L * i, 1, i, Bytes.EMPTY);
      assertThat(standing(1_000 + i, 1)).isEqualTo(NEW);
    }
    for (int i = 0; i < 5_000; i++) {
      assertThat(standing(1_000 + 3L * i, 1, 0, 20_000)).isEqualTo(NEW);
      put(1_000 + 3L * i, 1, 5_000 + i, Bytes.EMPTY);
    }
    for (int i = 0; i < 4_900; i++) {
      assertThat(standing(ahead + 7L * i, 1, 0, 20_000)).isEqualTo(EXPIRED);
      assertThat(standing(1_000 + 3L * i, 2, 0, 20_000)).isEqualTo(EXPIRED);
    }
    assertThat(cache.chunks().get(1).length()).isLessThan(200_000);
  }

  @Test
  void a_number_among_forgotten_ones_begins_if_its_session_says_since_when_it_is() {
    for (int i = 0; i < 1_000; i++) {
      put(10L * i, 1, i, Bytes.EMPTY);
    }
    assertThat(standing(4_005, 1, 0, 2_000)).isEqualTo(EXPIRED);
    assertThat(standing(4_005, 1, 983, 2_000)).isEqualTo(NEW);
  }

  @Test
  void clients_forget_apart() {
    for (int session = 1; session <= SESSIONS + 1; session++) {
      put(session, 1, 10 + session, Bytes.EMPTY);
    }
    var other = new RequestId(new ClientId(CLIENT + 1), 1, 1);
    var request = Canonical.request(other, at(0), "", List.of(Bytes.EMPTY));
    assertThat(cache.standing(request, at(100))).isEqualTo(NEW);
  }

  @Test
  void a_clients_old_replies_go_before_their_bytes_are_too_many_and_the_names_stay() {
    for (int number = 1; number <= 3; number++) {
      put(1, number, number, HALF);
    }
    assertThat(cache.reply(id(1, 1))).isEmpty();
    assertThat(standing(1, 1)).isEqualTo(EXECUTED);
    assertThat(cache.reply(id(1, 2))).isPresent();
    assertThat(cache.reply(id(1, 3))).isPresent();
  }

  @Test
  void of_all_clients_replies_the_oldest_go_before_their_bytes_are_too_many() {
    for (int client = 1; client <= 10; client++) {
      cache.put(new RequestId(new ClientId(client), 1, 1), at(client), List.of(HALF));
      assertThat(cache.replyBytes()).isLessThanOrEqualTo(LIMITS.replyBytes());
    }
    assertThat(cache.reply(new RequestId(new ClientId(2), 1, 1))).isEmpty();
    assertThat(cache.reply(new RequestId(new ClientId(3), 1, 1))).isPresent();
  }

  @Test
  void many_small_replies_count_with_what_is_around_them() {
    for (int client = 1; client <= 40_000; client++) {
      cache.put(new RequestId(new ClientId(client), 1, 1), at(1), List.of(Bytes.EMPTY));
    }
    assertThat(cache.reply(new RequestId(new ClientId(1), 1, 1))).isEmpty();
    assertThat(cache.replyBytes()).isLessThanOrEqualTo(LIMITS.replyBytes());
  }

  @Test
  void a_small_part_of_a_large_array_is_kept_without_the_rest() {
    var large = Bytes.wrap(new byte[10_000]);
    put(1, 1, 1, large.slice(10, 20));
    put(1, 2, 1, large);
    var kept = cache.reply(id(1, 1)).orElseThrow().results().get(0);
    assertThat(kept).isEqualTo(large.slice(10, 20));
    assertThat(kept.unsafeArray()).isSameAs(kept.unsafeArray());
    assertThat(cache.reply(id(1, 2)).orElseThrow().results().get(0)).isSameAs(large);
  }

  @Test
  void chunks_bring_the_same_cache_back() {
    for (int i = 1; i <= SESSIONS + 5; i++) {
      put(i, 1, i, Bytes.utf8("r" + i));
    }
    for (int i = 1; i <= REQUESTS + 5; i++) {
      put(90, i, 100 + i, Bytes.wrap(new byte[4_000]));
    }
    cache.put(new RequestId(new ClientId(7), 1, 1), at(300), List.of(HALF, HALF));
    var other = new ReplyCache(LIMITS);
    assertThat(other.restore(cache.chunks())).isEqualTo(cache.chunks().size());
    assertThat(other.chunks()).isEqualTo(cache.chunks());
    for (var each : List.of(cache, other)) {
      each.put(id(90, 500), at(400), List.of(HALF));
      each.put(id(91, 1), at(401), List.of());
    }
    assertThat(other.chunks()).isEqualTo(cache.chunks());
    var late = Canonical.request(id(3, 1), "", List.of(Bytes.EMPTY));
    assertThat(other.standing(late, at(500))).isEqualTo(EXPIRED);
  }

  @Test
  void only_the_chunks_of_clients_that_changed_are_made_again() {
    for (int client = 1; client <= 1_000; client++) {
      cache.put(new RequestId(new ClientId(client), 1, 1), at(1), List.of(Bytes.utf8("r")));
    }
    var before = Collections.newSetFromMap(new IdentityHashMap<Chunk, Boolean>());
    before.addAll(cache.chunks());
    put(1, 1, 2, Bytes.utf8("r"));
    var after = cache.chunks();
    assertThat(after).hasSizeLessThan(300);
    assertThat(after).filteredOn(chunk -> !before.contains(chunk)).hasSize(2);
  }

  @Test
  void a_large_reply_is_in_its_chunk_without_being_copied() {
    put(1, 1, 1, HALF);
    var pieces = cache.chunks().get(0).pieces();
    assertThat(pieces.get(pieces.size() - 1)).isSameAs(HALF);
  }

  @Test
  void a_group_of_clients_with_much_to_keep_has_several_chunks() {
    for (int client = 0; client < 2_000; client++) {
      var large = List.of(Bytes.wrap(new byte[400_000]));
      cache.put(new RequestId(new ClientId(client), 1, 1), at(1), large);
    }
    long most = LIMITS.chunkBytes() + LIMITS.clientReplyBytes();
    assertThat(cache.chunks()).allMatch(chunk -> chunk.length() <= most);
  }

  @Test
  void what_is_known_at_a_moment_does_not_change() {
    var known = cache.known();
    put(1, 1, 1, Bytes.EMPTY);
    assertThat(known.test(id(1, 1))).isFalse();
    assertThat(cache.known().test(id(1, 1))).isTrue();
  }

  private void put(long session, long number, long at, Bytes result) {
    cache.put(id(session, number), at(at), List.of(result));
  }

  private ReplyCache.Standing standing(long session, long number) {
    return standing(session, number, 0, 1_000);
  }

  private ReplyCache.Standing standing(long session, long number, long since, long at) {
    var request = Canonical.request(id(session, number), at(since), "", List.of(Bytes.EMPTY));
    return cache.standing(request, at(at));
  }

  private static SequenceNumber at(long value) {
    return new SequenceNumber(value);
  }

  private static RequestId id(long session, long number) {
    return new RequestId(new ClientId(CLIENT), session, number);
  }
}
