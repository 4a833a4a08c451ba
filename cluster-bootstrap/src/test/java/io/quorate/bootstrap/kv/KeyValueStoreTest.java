package io.quorate.bootstrap.kv;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bootstrap.kv.KeyValueOperation.CompareAndSet;
import io.quorate.bootstrap.kv.KeyValueOperation.Delete;
import io.quorate.bootstrap.kv.KeyValueOperation.Get;
import io.quorate.bootstrap.kv.KeyValueOperation.Put;
import io.quorate.bootstrap.kv.KeyValueResult.Absent;
import io.quorate.bootstrap.kv.KeyValueResult.Compared;
import io.quorate.bootstrap.kv.KeyValueResult.Found;
import io.quorate.bootstrap.kv.KeyValueResult.Malformed;
import io.quorate.bootstrap.kv.KeyValueResult.Written;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.spi.Chunk;
import io.quorate.engine.spi.StateMachine.Moment;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class KeyValueStoreTest {

  private static final Bytes KEY = Bytes.utf8("colour");
  private static final Bytes RED = Bytes.utf8("red");
  private static final Bytes BLUE = Bytes.utf8("blue");
  private static final Moment MOMENT = new Moment(SequenceNumber.ZERO, 0, new ClientId(0));

  private final KeyValueStore store = new KeyValueStore();

  @Test
  void what_is_put_is_found_with_the_number_of_its_writes() {
    assertThat(ask(new Put(KEY, RED))).isEqualTo(new Written(1));
    assertThat(ask(new Put(KEY, BLUE))).isEqualTo(new Written(2));
    assertThat(ask(new Get(KEY))).isEqualTo(new Found(2, BLUE));
  }

  @Test
  void a_large_value_is_in_memory_once_however_many_read_it_and_in_the_chunk_too() {
    ask(new Put(KEY, Bytes.wrap(new byte[100_000])));
    var get = KeyValueRequest.of(new Get(KEY)).encode();
    var found = store.execute(get, MOMENT);
    assertThat(store.execute(get, MOMENT)).isSameAs(found);
    assertThat(store.query(get, MOMENT)).isSameAs(found);
    var array = arrayOf(found);
    assertThat(store.chunks())
        .flatExtracting(Chunk::pieces)
        .anyMatch(
            piece -> System.identityHashCode(arrayOf(piece)) == System.identityHashCode(array));
    assertThat(restored(store).execute(get, MOMENT)).isEqualTo(found);
  }

  /** Else a million small keys are in memory once for each checkpoint that is held. */
  @Test
  void the_chunks_of_two_checkpoints_share_all_keys_that_were_not_written_between_them() {
    for (int i = 0; i < 20_000; i++) {
      ask(new Put(Bytes.utf8("key" + i), RED));
    }
    var earlier = new IdentityHashMap<byte[], Boolean>();
    store
        .chunks()
        .forEach(chunk -> chunk.pieces().forEach(each -> earlier.put(arrayOf(each), true)));
    for (int i = 0; i < 2_000; i++) {
      ask(new Put(Bytes.utf8("key" + i), BLUE));
    }
    var kept =
        store.chunks().stream()
            .flatMap(chunk -> chunk.pieces().stream())
            .filter(piece -> earlier.containsKey(arrayOf(piece)))
            .count();
    assertThat(kept).isGreaterThanOrEqualTo(18_000);
  }

  private static byte[] arrayOf(Bytes octets) {
    return octets.read((array, offset, length) -> array);
  }

  @Test
  void a_query_reads_and_writes_nothing() {
    ask(new Put(KEY, RED));
    assertThat(query(new Get(KEY))).isEqualTo(new Found(1, RED));
    var state = store.chunks();
    assertThat(query(new Put(KEY, BLUE))).isInstanceOf(Malformed.class);
    assertThat(query(new Delete(KEY))).isInstanceOf(Malformed.class);
    assertThat(query(swap(Optional.of(RED), BLUE))).isInstanceOf(Malformed.class);
    var named = new KeyValueRequest(name(1), new Put(KEY, BLUE)).encode();
    assertThat(KeyValueResult.decode(store.query(named, MOMENT)).orElseThrow())
        .isInstanceOf(Malformed.class);
    assertThat(KeyValueResult.decode(store.query(Bytes.EMPTY, MOMENT)).orElseThrow())
        .isInstanceOf(Malformed.class);
    assertThat(store.chunks()).isEqualTo(state);
  }

  private KeyValueResult query(KeyValueOperation operation) {
    var octets = KeyValueRequest.of(operation).encode();
    return KeyValueResult.decode(store.query(octets, MOMENT)).orElseThrow();
  }

  @Test
  void a_deleted_key_is_absent_and_goes_on_counting() {
    ask(new Put(KEY, RED));
    assertThat(ask(new Delete(KEY))).isEqualTo(new Written(2));
    assertThat(ask(new Get(KEY))).isEqualTo(new Absent());
    assertThat(ask(new Delete(KEY))).isEqualTo(new Absent());
    assertThat(ask(new Put(KEY, RED))).isEqualTo(new Written(3));
  }

  @Test
  void a_swap_happens_only_from_the_expected_value() {
    assertThat(ask(swap(Optional.of(RED), BLUE)))
        .isEqualTo(new Compared(false, 0, Optional.empty()));
    assertThat(ask(swap(Optional.empty(), RED))).isEqualTo(new Compared(true, 1, Optional.of(RED)));
    assertThat(ask(swap(Optional.of(BLUE), RED)))
        .isEqualTo(new Compared(false, 1, Optional.of(RED)));
    assertThat(ask(swap(Optional.of(RED), BLUE)))
        .isEqualTo(new Compared(true, 2, Optional.of(BLUE)));
  }

  @Test
  void a_named_write_is_done_once_and_its_repetition_gets_the_first_result() {
    var named = new KeyValueRequest(name(1), new Put(KEY, RED)).encode();
    var first = store.execute(named, MOMENT);
    ask(new Put(KEY, BLUE));
    assertThat(store.execute(named, MOMENT)).isEqualTo(first);
    assertThat(ask(new Get(KEY))).isEqualTo(new Found(2, BLUE));
  }

  @Test
  void another_write_under_a_used_name_is_not_done_and_told_so_by_every_replica() {
    store.execute(new KeyValueRequest(name(1), new Put(KEY, RED)).encode(), MOMENT);
    var others =
        List.of(new Put(KEY, BLUE), new Put(Bytes.utf8("other"), RED), new Delete(KEY), swapRed());
    for (var replica : List.of(store, restored(store))) {
      for (var other : others) {
        var result = replica.execute(new KeyValueRequest(name(1), other).encode(), MOMENT);
        assertThat(KeyValueResult.decode(result)).contains(new KeyValueResult.NameTaken());
      }
    }
    assertThat(ask(new Get(KEY))).isEqualTo(new Found(1, RED));
  }

  @Test
  void a_name_is_remembered_through_a_snapshot() {
    var named = new KeyValueRequest(name(1), new Put(KEY, RED)).encode();
    var first = store.execute(named, MOMENT);
    assertThat(restored(store).execute(named, MOMENT)).isEqualTo(first);
  }

  @Test
  void any_octets_get_an_answer() {
    var random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      var octets = new byte[random.nextInt(80)];
      random.nextBytes(octets);
      if (octets.length > 1) {
        octets[0] = 1;
        octets[1] = (byte) random.nextInt(6);
      }
      assertThat(KeyValueResult.decode(store.execute(Bytes.wrap(octets), MOMENT))).isPresent();
    }
    assertThat(KeyValueResult.decode(store.execute(Bytes.EMPTY, MOMENT)))
        .contains(new Malformed("ends too early"));
  }

  @Test
  void a_truncated_request_is_malformed_and_changes_nothing() {
    var whole = new KeyValueRequest(name(1), swapRed()).encode();
    for (int length = 0; length < whole.length(); length++) {
      var result = KeyValueResult.decode(store.execute(whole.slice(0, length), MOMENT));
      assertThat(result).contains(new Malformed("ends too early"));
    }
    assertThat(ask(new Get(KEY))).isEqualTo(new Absent());
  }

  @Test
  void a_restored_store_has_the_same_chunks_and_goes_on_alike() {
    scribble(store, 5_000, 11);
    var copy = restored(store);
    assertThat(copy.chunks()).isEqualTo(store.chunks());
    scribble(store, 2_000, 12);
    scribble(copy, 2_000, 12);
    assertThat(copy.chunks()).isEqualTo(store.chunks());
  }

  @Test
  void only_buckets_that_were_written_are_made_again() {
    scribble(store, 3_000, 5);
    Set<Chunk> before = Collections.newSetFromMap(new IdentityHashMap<>());
    before.addAll(store.chunks());
    ask(new Put(KEY, RED));
    var changed = store.chunks().stream().filter(chunk -> !before.contains(chunk)).count();
    assertThat(changed).isEqualTo(1);
  }

  @Test
  void the_order_of_writes_to_different_keys_does_not_show_in_the_chunks() {
    var other = new KeyValueStore();
    for (int i = 0; i < 500; i++) {
      put(store, "key " + i);
      put(other, "key " + (499 - i));
    }
    assertThat(other.chunks()).isEqualTo(store.chunks());
  }

  @Test
  void versions_never_go_back_though_deleted_keys_are_forgotten() {
    for (int i = 0; i < 5; i++) {
      ask(new Put(KEY, RED));
    }
    ask(new Delete(KEY));
    for (int i = 0; i < KeyPlace.BUCKETS * Bucket.TOMBSTONES * 2; i++) {
      var key = Bytes.utf8("passing " + i);
      ask(new Put(key, RED));
      ask(new Delete(key));
    }
    var written = (Written) ask(new Put(KEY, RED));
    assertThat(written.version()).isGreaterThanOrEqualTo(7);
  }

  @Test
  void a_full_store_refuses_writes_and_keeps_what_it_has() {
    var large = Bytes.wrap(new byte[KeyValueOperation.MAX_VALUE]);
    KeyValueResult last = new Absent();
    for (int i = 0; i <= KeyValueStore.MAX_OCTETS / large.length(); i++) {
      last = ask(new Put(Bytes.utf8("large " + i), large));
    }
    assertThat(last).isEqualTo(new KeyValueResult.Full());
    assertThat(ask(new Put(Bytes.utf8("large 0"), large))).isEqualTo(new Written(2));
  }

  @Test
  void a_store_of_as_many_keys_as_may_be_takes_no_other_until_one_is_deleted() {
    var small = new KeyValueStore(2);
    var copy = new KeyValueStore(2);
    for (var key : List.of("a", "b")) {
      putRed(small, key);
    }
    copy.restore(small.chunks().stream().map(Chunk::content).toList());
    for (var each : List.of(small, copy)) {
      assertThat(putRed(each, "c")).isEqualTo(new KeyValueResult.Full());
      assertThat(putRed(each, "a")).isEqualTo(new Written(2));
      each.execute(KeyValueRequest.of(new Delete(Bytes.utf8("a"))).encode(), MOMENT);
      assertThat(putRed(each, "c")).isEqualTo(new Written(1));
    }
  }

  private static KeyValueResult putRed(KeyValueStore to, String key) {
    var octets = KeyValueRequest.of(new Put(Bytes.utf8(key), RED)).encode();
    return KeyValueResult.decode(to.execute(octets, MOMENT)).orElseThrow();
  }

  @Test
  void the_echo_machine_answers_with_the_question_and_counts() {
    var echo = new EchoMachine();
    assertThat(echo.execute(RED, MOMENT)).isEqualTo(RED);
    var copy = new EchoMachine();
    copy.restore(echo.chunks().stream().map(Chunk::content).toList());
    assertThat(copy.chunks()).isEqualTo(echo.chunks());
  }

  private KeyValueResult ask(KeyValueOperation operation) {
    var octets = KeyValueRequest.of(operation).encode();
    return KeyValueResult.decode(store.execute(octets, MOMENT)).orElseThrow();
  }

  private static CompareAndSet swap(Optional<Bytes> expected, Bytes value) {
    return new CompareAndSet(KEY, expected.map(Digest::of), value);
  }

  private static CompareAndSet swapRed() {
    return swap(Optional.of(RED), BLUE);
  }

  private static void put(KeyValueStore store, String key) {
    store.execute(KeyValueRequest.of(new Put(Bytes.utf8(key), RED)).encode(), MOMENT);
  }

  private static void scribble(KeyValueStore store, int writes, long seed) {
    var random = new Random(seed);
    for (int i = 0; i < writes; i++) {
      var key = Bytes.utf8("key " + random.nextInt(700));
      var write = random.nextInt(4) == 0 ? new Delete(key) : new Put(key, name(random.nextLong()));
      store.execute(new KeyValueRequest(name(random.nextLong()), write).encode(), MOMENT);
    }
  }

  private static KeyValueStore restored(KeyValueStore from) {
    var copy = new KeyValueStore();
    copy.restore(from.chunks().stream().map(Chunk::content).toList());
    return copy;
  }

  private static Bytes name(long number) {
    return Bytes.utf8(String.format("name %016x", number));
  }
}
