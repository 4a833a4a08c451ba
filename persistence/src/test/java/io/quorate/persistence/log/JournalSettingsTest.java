package io.quorate.persistence.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.quorate.persistence.log.JournalSettings.Plugin;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class JournalSettingsTest {

  @Test
  void the_embedded_journal_is_the_default_and_lies_in_the_data_directory() {
    var config = nodeOf("");
    assertThat(JournalSettings.from(config).plugin()).isEqualTo(Plugin.EMBEDDED);
    assertThat(config.getString("pekko.persistence.journal.plugin"))
        .isEqualTo("quorate.persistence.append.journal");
    assertThat(config.getString("quorate.persistence.append.journal.directory"))
        .isEqualTo(Path.of("data", "journal").toString());
    assertThat(config.getString("quorate.persistence.append.identity")).isEqualTo("me");
    assertThat(config.getBoolean("pekko.actor.allow-java-serialization")).isFalse();
  }

  @Test
  void the_operator_may_put_the_journal_on_a_disk_of_its_own() {
    var config = nodeOf("quorate.persistence.append.journal.directory = /fast");
    assertThat(config.getString("quorate.persistence.append.journal.directory")).isEqualTo("/fast");
  }

  @Test
  void postgresql_takes_the_address_that_the_operator_gives() {
    var config =
        nodeOf("quorate.persistence { log.plugin = postgresql, postgresql.url = \"jdbc:there\" }");
    assertThat(config.getString("pekko.persistence.journal.plugin")).isEqualTo("jdbc-journal");
    assertThat(config.getString("pekko-persistence-jdbc.shared-databases.slick.db.url"))
        .isEqualTo("jdbc:there");
  }

  @Test
  void an_unknown_plugin_is_refused_with_the_known_ones() {
    assertThatThrownBy(() -> nodeOf("quorate.persistence.log.plugin = paper"))
        .hasMessageContaining("embedded or postgresql");
  }

  @Test
  void a_stash_of_nothing_is_refused_by_key() {
    assertThatThrownBy(() -> nodeOf("quorate.persistence.log.stash-capacity = 0"))
        .hasMessageContaining("stash-capacity");
  }

  /** As a node reads its file. */
  private static Config nodeOf(String file) {
    var operator = ConfigFactory.parseString(file);
    var settings = JournalSettings.from(ConfigFactory.load(operator));
    return ConfigFactory.load(operator.withFallback(settings.pekkoConfig(Path.of("data"), "me")));
  }
}
