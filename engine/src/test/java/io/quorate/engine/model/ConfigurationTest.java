package io.quorate.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ConfigurationTest {

  private final Configuration later = of(1, 2, 5, 9);

  @Test
  void every_member_is_primary_in_its_turn_whatever_its_id() {
    var primaries = IntStream.range(0, 6).mapToObj(i -> later.primaryOf(new View(i)).value());
    assertThat(primaries).containsExactly(1, 2, 5, 9, 1, 2);
  }

  @Test
  void only_members_are_contained() {
    assertThat(later.contains(new ReplicaId(5))).isTrue();
    assertThat(later.contains(new ReplicaId(0))).isFalse();
    assertThat(later.contains(new ReplicaId(3))).isFalse();
  }

  @Test
  void a_place_is_where_a_member_stands_in_the_list() {
    assertThat(later.indexOf(new ReplicaId(9))).isEqualTo(3);
    assertThatThrownBy(() -> later.indexOf(new ReplicaId(3)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nobody_is_a_member_twice() {
    assertThatThrownBy(() -> of(1, 2, 2, 3)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> of(1, 3, 2, 4)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Configuration of(int... ids) {
    var members =
        IntStream.of(ids)
            .mapToObj(ReplicaId::new)
            .map(id -> new Member(id, List.of(new PublicKey(1, Bytes.utf8("key " + id))), "a:1"))
            .toList();
    return new Configuration(new ConfigurationId(3), members, ProtocolRules.DEFAULT);
  }
}
