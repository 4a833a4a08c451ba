package io.quorate.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MerklePathTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 31, 32, 33, 100})
  void each_leaf_of_a_tree_leads_to_its_root_and_no_other_does(int size) {
    var leaves = leaves(size);
    var root = MerkleRoot.ofHashes(leaves);
    for (int i = 0; i < size; i++) {
      var path = MerklePath.of(leaves, i);
      assertThat(path.rootFrom(leaves.get(i))).contains(root);
      assertThat(path.rootFrom(leaf(size)).filter(root::equals)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 8, 33})
  void a_way_that_is_too_long_or_too_short_or_of_another_leaf_leads_nowhere(int size) {
    var leaves = leaves(size);
    var root = MerkleRoot.ofHashes(leaves);
    var path = MerklePath.of(leaves, 0);
    var longer = new ArrayList<>(path.aunts());
    longer.add(root);
    var shorter = path.aunts().subList(1, path.aunts().size());
    assertThat(new MerklePath(0, size, longer).rootFrom(leaves.get(0))).isEmpty();
    assertThat(new MerklePath(0, size, shorter).rootFrom(leaves.get(0))).isEmpty();
    assertThat(new MerklePath(size, size, path.aunts()).rootFrom(leaves.get(0))).isEmpty();
    assertThat(new MerklePath(1, size, path.aunts()).rootFrom(leaves.get(0)).filter(root::equals))
        .isEmpty();
  }

  private static List<Digest> leaves(int size) {
    return IntStream.range(0, size).mapToObj(MerklePathTest::leaf).toList();
  }

  private static Digest leaf(int number) {
    return MerkleRoot.leaf(Bytes.utf8("leaf " + number));
  }
}
