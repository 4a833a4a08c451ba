package io.quorate.bootstrap.kv;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.MerklePath;
import io.quorate.engine.model.MerkleRoot;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.proof.StateProof;
import io.quorate.engine.spi.Chunk;
import io.quorate.engine.spi.StateMachine.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class KeyProofTest {

  private static final Moment MOMENT = new Moment(new SequenceNumber(1), 1, new ClientId(1));
  private static final int KEYS = 100_000;
  private static final int TRIES = 1_000;
  private static final int FEW = 100;

  private static final KeyValueStore STORE = filled();

  private List<Chunk> state;
  private Digest root;

  private static KeyValueStore filled() {
    var store = new KeyValueStore();
    for (int i = 0; i < KEYS; i++) {
      var put = new KeyValueOperation.Put(key(i), Bytes.utf8("value " + i));
      store.execute(KeyValueRequest.of(put).encode(), MOMENT);
    }
    return store;
  }

  @BeforeEach
  void take() {
    state = new ArrayList<>(STORE.chunks());
    state.add(Chunk.of(Bytes.utf8("what the engine keeps")));
    root = MerkleRoot.of(state.stream().map(Chunk::digest).toList());
  }

  @Test
  void the_value_of_each_key_can_be_proven() {
    for (int i = 0; i < KEYS; i += 1_997) {
      var found = KeyProof.of(state, key(i)).answer(root).orElseThrow().found().orElseThrow();
      assertThat(found.value()).isEqualTo(Bytes.utf8("value " + i));
      assertThat(found.version()).isEqualTo(1);
    }
  }

  @Test
  void that_a_key_has_no_value_can_be_proven_wherever_it_would_lie() {
    for (int i = 0; i < FEW; i++) {
      var answer = KeyProof.of(state, Bytes.utf8("absent " + i)).answer(root);
      assertThat(answer.orElseThrow().found()).isEmpty();
    }
  }

  @Test
  void a_store_without_keys_has_none_of_them() {
    var empty = new KeyValueStore().chunks();
    var nothing = MerkleRoot.of(empty.stream().map(Chunk::digest).toList());
    assertThat(KeyProof.of(empty, key(1)).answer(nothing).orElseThrow().found()).isEmpty();
  }

  @Test
  void a_proof_shows_nothing_about_another_state() {
    assertThat(KeyProof.of(state, key(1)).answer(Digest.ZERO)).isEmpty();
  }

  @Test
  void the_proof_of_one_key_shows_nothing_about_another() {
    var other = new KeyProof(key(2), KeyProof.of(state, key(1)).proof());
    assertThat(other.answer(root)).isEmpty();
  }

  @Test
  void leaves_that_are_no_neighbours_prove_no_gap() {
    var present = crowded();
    var whole = groupOf(present);
    var around = new StateProof.Leaf[] {whole.get(0), whole.get(2)};
    var proof = KeyProof.of(state, keyOf(whole.get(1))).proof();
    var skipped = with(proof, List.of(around));
    assertThat(new KeyProof(keyOf(whole.get(1)), skipped).answer(root)).isEmpty();
    var renumbered =
        with(
            proof, List.of(whole.get(0), renumbered(whole.get(2), 1, whole.get(2).path().total())));
    assertThat(new KeyProof(keyOf(whole.get(1)), renumbered).answer(root)).isEmpty();
  }

  @Test
  void a_leaf_that_is_neither_first_nor_last_proves_no_end() {
    var whole = groupOf(crowded());
    var first = keyOf(whole.get(0));
    var proof = KeyProof.of(state, first).proof();
    for (var claimed : List.of(0L, whole.get(1).path().index())) {
      var leaf = renumbered(whole.get(1), claimed, whole.get(1).path().total());
      assertThat(new KeyProof(first, with(proof, List.of(leaf))).answer(root)).isEmpty();
    }
    assertThat(new KeyProof(first, with(proof, List.of())).answer(root)).isEmpty();
  }

  @Test
  void no_change_of_a_proof_is_believed() {
    var random = new Random(11);
    var proofs = random.ints(FEW, 0, KEYS).mapToObj(i -> KeyProof.of(state, key(i))).toList();
    for (int i = 0; i < TRIES; i++) {
      var honest = proofs.get(i % FEW);
      var answer = honest.answer(root).orElseThrow();
      var changed = new KeyProof(honest.key(), changed(honest.proof(), random));
      assertThat(changed.answer(root).filter(each -> !each.equals(answer))).isEmpty();
    }
  }

  private static StateProof changed(StateProof proof, Random random) {
    var leaf = proof.leaves().get(0);
    return switch (random.nextInt(5)) {
      case 0 -> {
        var content = leaf.content().toArray();
        content[random.nextInt(content.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        yield with(proof, List.of(new StateProof.Leaf(Bytes.wrap(content), leaf.path())));
      }
      case 1 -> with(proof, List.of());
      case 2 -> with(proof, List.of(renumbered(leaf, random.nextInt(40), 1 + random.nextInt(40))));
      case 3 ->
          new StateProof(
              Digest.of(leaf.content()), proof.leaves(), proof.inChunk(), proof.inState());
      default ->
          new StateProof(
              proof.group(),
              proof.leaves(),
              proof.inChunk(),
              new MerklePath(
                  random.nextInt(1_024), proof.inState().total(), proof.inState().aunts()));
    };
  }

  private static StateProof with(StateProof proof, List<StateProof.Leaf> leaves) {
    return new StateProof(proof.group(), leaves, proof.inChunk(), proof.inState());
  }

  private static StateProof.Leaf renumbered(StateProof.Leaf leaf, long index, long total) {
    return new StateProof.Leaf(leaf.content(), new MerklePath(index, total, leaf.path().aunts()));
  }

  /** A key whose group holds others, too. */
  private Bytes crowded() {
    for (int i = 0; i < KEYS; i++) {
      if (groupOf(key(i)).size() > 3) {
        return key(i);
      }
    }
    throw new AssertionError("no group has four keys");
  }

  private List<StateProof.Leaf> groupOf(Bytes key) {
    var place = KeyPlace.of(key);
    var group = state.get(place.bucket()).groups().get(place.groupInChunk());
    var leaves = new ArrayList<StateProof.Leaf>();
    for (int i = 0; i < group.size(); i++) {
      leaves.add(new StateProof.Leaf(group.leaf(i), MerklePath.of(group.hashes(), i)));
    }
    return leaves;
  }

  private static Bytes keyOf(StateProof.Leaf leaf) {
    int length = leaf.content().asBuffer().getShort();
    return leaf.content().slice(Short.BYTES, Short.BYTES + length);
  }

  private static Bytes key(int number) {
    return Bytes.utf8("key " + number);
  }
}
