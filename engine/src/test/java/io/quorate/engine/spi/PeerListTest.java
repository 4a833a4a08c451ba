package io.quorate.engine.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.spi.PeerEntry.Health;
import io.quorate.engine.spi.PeerEntry.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PeerListTest {

  private final PeerList list = new PeerList();

  @Test
  void an_entry_survives_being_text() {
    var entry =
        new PeerEntry(
            "[::1]:2551", Role.LEARNER, Health.NOT_SERVING, Optional.of(Bytes.utf8("signed")));
    assertThat(PeerEntry.parse(entry.toText())).contains(entry);
    assertThat(PeerEntry.parse(PeerEntry.at("h:1").toText())).contains(PeerEntry.at("h:1"));
    assertThat(PeerEntry.parse(entry.toText() + "zone eu-1\n")).contains(entry);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "quorate-peer 2\naddress h:1\nrole voter\nhealth serving\n",
        "quorate-peer 1\nrole voter\nhealth serving\n",
        "quorate-peer 1\naddress h:1\nrole king\nhealth serving\n",
        "quorate-peer 1\naddress h:1\naddress h:2\nrole voter\nhealth serving\n",
        "quorate-peer 1\naddress h h:1\nrole voter\nhealth serving\n",
        "quorate-peer 1\naddress h:1\nrole voter\nhealth serving\nannouncement ***\n"
      })
  void text_that_is_no_entry_is_none(String text) {
    assertThat(PeerEntry.parse(text)).isEmpty();
  }

  @Test
  void an_entry_is_bounded() {
    var large = Optional.of(Bytes.wrap(new byte[PeerEntry.MOST_ANNOUNCEMENT + 1]));
    assertThatThrownBy(() -> new PeerEntry("h:1", Role.VOTER, Health.SERVING, large))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PeerEntry.at("h".repeat(PeerEntry.MOST_ADDRESS + 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_registry_that_tells_any_number_of_entries_fills_the_list_and_no_more() {
    list.register(PeerEntry.at("z:1"));
    list.findAll(IntStream.range(0, 1_000).mapToObj(i -> PeerEntry.at("a:" + i)).toList());
    list.find(PeerEntry.at("b:1"));
    assertThat(list.list()).hasSize(PeerList.MOST + 1).contains(PeerEntry.at("z:1"));
  }

  @Test
  void own_entries_hide_what_was_found_at_their_address() {
    list.find(PeerEntry.at("h:1").with(Health.NOT_SERVING));
    list.register(PeerEntry.at("h:1").with(Health.SERVING));
    assertThat(list.list()).containsExactly(PeerEntry.at("h:1").with(Health.SERVING));
    list.findAll(List.of());
    assertThat(list.list()).hasSize(1);
  }

  @Test
  void only_changes_are_told() {
    List<RegistryEvent> told = new ArrayList<>();
    list.find(PeerEntry.at("a:1"));
    list.watch(told::add);
    list.findAll(List.of(PeerEntry.at("a:1"), PeerEntry.at("b:1")));
    list.findAll(List.of(PeerEntry.at("b:1")));
    list.good();
    assertThat(list.bad("away")).isTrue();
    assertThat(list.bad("away")).isFalse();
    list.good();
    assertThat(told).hasSize(5);
    assertThat(told.get(2)).isEqualTo(new RegistryEvent.Removed("a:1"));
    assertThat(told.get(3)).isInstanceOf(RegistryEvent.ConditionChanged.class);
  }

  @Test
  void a_problem_is_told_since_it_began_though_its_reason_changes() {
    list.bad("refused");
    long since = list.condition().since();
    list.bad("no answer");
    assertThat(list.condition()).isEqualTo(new PeerRegistry.Condition("no answer", since));
  }
}
