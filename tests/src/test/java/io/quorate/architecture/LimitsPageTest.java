package io.quorate.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.quorate.bootstrap.http.HttpSettings;
import io.quorate.bootstrap.limits.BufferSettings;
import io.quorate.bootstrap.limits.BufferTable;
import io.quorate.bootstrap.node.ConfigLayers;
import io.quorate.bootstrap.settings.Problems;
import io.quorate.engine.fixtures.Committee;
import io.quorate.engine.model.Limit;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** docs/limits.md is what the code says. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LimitsPageTest {

  private static final long HEAP = 512L << 20;

  @Test
  void the_page_has_the_table_of_a_group_with_nothing_set() throws IOException {
    assertThat(page()).contains(usual().markdown());
  }

  @Test
  void the_page_has_every_limit_with_its_value() throws IOException {
    for (var limit : Limit.values()) {
      var value =
          limit.usual() % (1 << 20) == 0
              ? (limit.usual() >> 20) + " MiB"
              : String.format("%,d", limit.usual());
      assertThat(page()).contains("| `" + limit.key() + "` | " + value + " |");
    }
  }

  @Test
  void what_is_usual_fits_into_the_heap_of_a_replica() {
    assertThat(usual().problems()).isEmpty();
  }

  static BufferTable usual() {
    var config = ConfigLayers.over(ConfigFactory.empty());
    var http = HttpSettings.from(config.getConfig("quorate"), new Problems());
    var settings = BufferSettings.from(config, http, true);
    return BufferTable.of(Committee.of(4).genesis(), settings, HEAP);
  }

  private static String page() throws IOException {
    return Files.readString(Sources.root().resolve("docs/limits.md"));
  }
}
