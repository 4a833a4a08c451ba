package io.quorate.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bootstrap.node.ConfigLayers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Only octets of the codec travel. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SerializationTest {

  @TempDir Path directory;

  @Test
  void java_serialization_is_off_unless_an_operator_insists() throws IOException {
    var own = Files.writeString(directory.resolve("application.conf"), "quorate {}");
    var pekko = ConfigLayers.of(own, Optional.empty()).getConfig("pekko.actor");
    assertThat(pekko.getBoolean("allow-java-serialization")).isFalse();
    assertThat(pekko.getString("serialization-bindings.\"io.quorate.engine.replica.Wire\""))
        .isEqualTo("quorate-wire");
  }
}
