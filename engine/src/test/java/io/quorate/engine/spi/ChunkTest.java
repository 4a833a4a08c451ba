package io.quorate.engine.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.MerklePath;
import io.quorate.engine.model.MerkleRoot;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ChunkTest {

  private static final int TRIES = 2_000;

  private final LeafGroup pair =
      LeafGroup.of(List.of(Bytes.utf8("on"), Bytes.utf8("etwo")), "one".length(), "two".length());
  private final LeafGroup single = LeafGroup.of(List.of(Bytes.utf8("three")), "three".length());
  private final Chunk chunk = Chunk.ofGroups(List.of(pair, LeafGroup.EMPTY, single));

  @Test
  void a_chunk_is_the_same_after_its_journey() {
    var arrived = Chunk.read(chunk.frame()).orElseThrow();
    assertThat(arrived).isEqualTo(chunk);
    assertThat(arrived.content()).isEqualTo(Bytes.utf8("onetwothree"));
    assertThat(arrived.frame()).isEqualTo(chunk.frame());
    assertThat(chunk.length()).isEqualTo(chunk.frame().length());
  }

  @Test
  void leaves_lie_where_their_lengths_say_however_the_pieces_are_cut() {
    assertThat(pair.leaf(0)).isEqualTo(Bytes.utf8("one"));
    assertThat(pair.leaf(1)).isEqualTo(Bytes.utf8("two"));
    var whole = LeafGroup.of(List.of(Bytes.utf8("onetwo")), "one".length(), "two".length());
    assertThat(whole.root()).isEqualTo(pair.root());
  }

  @Test
  void a_leaf_leads_to_its_group_and_a_group_to_its_chunk() {
    var leaf = MerkleRoot.leaf(Bytes.utf8("two"));
    assertThat(MerklePath.of(pair.hashes(), 1).rootFrom(leaf)).contains(pair.root());
    var roots = chunk.groups().stream().map(group -> MerkleRoot.leaf(group.root())).toList();
    assertThat(MerklePath.of(roots, 0).rootFrom(roots.get(0))).contains(chunk.digest());
  }

  @Test
  void the_same_bytes_in_other_leaves_are_another_chunk() {
    assertThat(Chunk.of(chunk.content())).isNotEqualTo(chunk);
    var moved = LeafGroup.of(List.of(Bytes.utf8("onetwo")), "onet".length(), "wo".length());
    assertThat(moved.root()).isNotEqualTo(pair.root());
  }

  @Test
  void leaves_that_are_not_as_long_as_the_pieces_are_our_own_fault() {
    assertThatThrownBy(() -> LeafGroup.of(List.of(Bytes.utf8("one")), 2))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_frame_that_is_cut_or_longer_is_none() {
    var frame = chunk.frame();
    for (int length = 0; length < frame.length(); length++) {
      assertThat(Chunk.read(frame.slice(0, length))).isEmpty();
    }
    assertThat(Chunk.read(Bytes.join(List.of(frame, Bytes.utf8("x"))))).isEmpty();
  }

  @Test
  void numbers_that_promise_more_than_there_is_cost_nothing() {
    assertThat(Chunk.read(numbers(Integer.MAX_VALUE))).isEmpty();
    assertThat(Chunk.read(numbers(-1))).isEmpty();
    assertThat(Chunk.read(numbers(1, Integer.MAX_VALUE))).isEmpty();
    assertThat(Chunk.read(numbers(1, -1))).isEmpty();
    assertThat(Chunk.read(numbers(1, 1, -1))).isEmpty();
    assertThat(Chunk.read(numbers(1, 2, Integer.MAX_VALUE, Integer.MAX_VALUE))).isEmpty();
    assertThat(Chunk.read(numbers(new int[200_000]))).isEmpty();
  }

  @Test
  void no_changed_byte_leaves_the_digest_as_it_was() {
    var random = new Random(7);
    var frame = chunk.frame().toArray();
    for (int i = 0; i < TRIES; i++) {
      var changed = frame.clone();
      changed[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
      assertThat(Chunk.read(Bytes.wrap(changed)).map(Chunk::digest).filter(this::isOurs)).isEmpty();
    }
  }

  private boolean isOurs(Digest digest) {
    return digest.equals(chunk.digest());
  }

  private static Bytes numbers(int... numbers) {
    var bytes = ByteBuffer.allocate(Integer.BYTES * numbers.length);
    for (int number : numbers) {
      bytes.putInt(number);
    }
    return Bytes.wrap(bytes.array());
  }
}
