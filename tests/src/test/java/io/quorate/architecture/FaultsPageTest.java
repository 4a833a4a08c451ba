package io.quorate.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** docs/faults.md says of every fault which test holds it. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FaultsPageTest {

  private static final Pattern NAMED = Pattern.compile("`(\\w+Test)(?:\\.(\\w+))?`");

  private static List<Sources> sources;

  @BeforeAll
  static void read() throws IOException {
    sources = Sources.all();
  }

  @Test
  void every_test_that_the_page_names_exists() throws IOException {
    var page = Files.readString(Sources.root().resolve("docs/faults.md"));
    var named = NAMED.matcher(page).results().toList();
    assertThat(named).hasSizeGreaterThan(100);
    var missing =
        named.stream()
            .filter(each -> !isThere(each.group(1), each.group(2)))
            .map(each -> each.group());
    assertThat(missing).isEmpty();
  }

  @Test
  void the_page_has_all_scenarios_and_classes() throws IOException {
    var page = Files.readString(Sources.root().resolve("docs/faults.md"));
    for (int i = 1; i <= 33; i++) {
      assertThat(page).containsPattern("\\bR" + i + "\\b");
    }
    for (int i = 1; i <= 12; i++) {
      assertThat(page).contains("| " + i + " ");
    }
  }

  @Test
  void a_test_that_is_not_there_is_missed() {
    assertThat(isThere("QuorumTest", "no_such_sentence")).isFalse();
    assertThat(isThere("NoSuchTest", null)).isFalse();
  }

  /** Some classes have namesakes in other packages. */
  private static boolean isThere(String type, String method) {
    return sources.stream()
        .filter(each -> each.path().endsWith(Path.of(type + ".java")))
        .anyMatch(each -> method == null || each.text().contains("void " + method + "("));
  }
}
