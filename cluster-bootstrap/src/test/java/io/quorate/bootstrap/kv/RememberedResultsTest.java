package io.quorate.bootstrap.kv;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.spi.Chunk;
import java.util.Collections;
import java.util.IdentityHashMap;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RememberedResultsTest {

  private final RememberedResults memory = new RememberedResults();

  @Test
  void the_oldest_is_forgotten_when_there_are_too_many() {
    fill(RememberedResults.MAX_RESULTS + 10, Bytes.utf8("done"));
    assertThat(memory.size()).isEqualTo(RememberedResults.MAX_RESULTS);
    assertThat(memory.get(name(9))).isNull();
    assertThat(memory.get(name(10))).isEqualTo(done(Bytes.utf8("done")));
  }

  @Test
  void the_oldest_are_forgotten_when_they_are_too_large() {
    fill(40, Bytes.wrap(new byte[1 << 20]));
    assertThat(memory.size()).isEqualTo(31);
    assertThat(memory.get(name(8))).isNull();
    assertThat(memory.get(name(9))).isNotNull();
  }

  @Test
  void what_is_restored_forgets_in_the_same_order() {
    fill(RememberedResults.MAX_RESULTS + 1_500, Bytes.utf8("done"));
    var copy = RememberedResults.decode(memory.chunks().stream().map(Chunk::content).toList());
    assertThat(copy.chunks()).isEqualTo(memory.chunks());
    for (int i = 100_000; i < 103_000; i++) {
      memory.remember(name(i), done(Bytes.utf8("more")));
      copy.remember(name(i), done(Bytes.utf8("more")));
    }
    assertThat(copy.chunks()).isEqualTo(memory.chunks());
  }

  @Test
  void however_large_results_are_a_chunk_is_small_and_most_stay_as_they_are() {
    fill(100, Bytes.wrap(new byte[50_000]));
    var before = memory.chunks();
    memory.remember(name(100), done(Bytes.wrap(new byte[50_000])));
    var after = memory.chunks();
    int most = RememberedResults.SEGMENT_OCTETS + 50_000 + 1_024;
    assertThat(after).allMatch(chunk -> chunk.length() <= most, "at most " + most);
    var same = Collections.newSetFromMap(new IdentityHashMap<Chunk, Boolean>());
    same.addAll(before);
    assertThat(after.stream().filter(chunk -> !same.contains(chunk))).hasSize(1);
  }

  @Test
  void large_results_are_restored_into_the_same_chunks() {
    for (int i = 0; i < 500; i++) {
      memory.remember(name(i), done(Bytes.wrap(new byte[i % 7 * 30_000])));
    }
    var copy = RememberedResults.decode(memory.chunks().stream().map(Chunk::content).toList());
    for (int i = 500; i < 1_000; i++) {
      memory.remember(name(i), done(Bytes.wrap(new byte[i % 5 * 40_000])));
      copy.remember(name(i), done(Bytes.wrap(new byte[i % 5 * 40_000])));
      assertThat(copy.chunks()).isEqualTo(memory.chunks());
    }
  }

  private void fill(int count, Bytes result) {
    for (int i = 0; i < count; i++) {
      memory.remember(name(i), done(result));
    }
  }

  private static RememberedResults.Done done(Bytes result) {
    return new RememberedResults.Done(Digest.of(result), result);
  }

  private static Bytes name(int number) {
    return Bytes.utf8(String.format("name %016d", number));
  }
}
