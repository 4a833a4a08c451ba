package io.quorate.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.model.message.MessageType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MessagesPageTest {

  private final String page;

  MessagesPageTest() throws IOException {
    page = Files.readString(Path.of(System.getProperty("quorate.root"), "docs", "messages.md"));
  }

  @ParameterizedTest
  @EnumSource
  void the_page_has_a_row_for_each_kind(MessageType type) {
    assertThat(page).contains("| " + type.code() + " | " + type + " |");
  }

  @Test
  void the_page_s_example_is_the_vector() {
    var vector = HexFormat.of().formatHex(GoldenVectors.of("signing-bytes").toArray());
    assertThat(page.replace("\n", "")).contains(vector);
  }
}
