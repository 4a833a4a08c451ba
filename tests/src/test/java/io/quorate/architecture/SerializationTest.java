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

/** Only octets of the codec travel, and not through Pekko's remoting. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SerializationTest {

  @TempDir Path directory;

  @Test
  void java_serialization_is_off_and_remoting_carries_no_message_of_the_engine()
      throws IOException {
    var own = Files.writeString(directory.resolve("application.conf"), "quorate {}");
    var pekko = ConfigLayers.of(own, Optional.empty()).getConfig("pekko.actor");
    assertThat(pekko.getBoolean("allow-java-serialization")).isFalse();
    assertThat(pekko.getConfig("serialization-bindings").root().keySet())
        .noneMatch(name -> name.contains("io.quorate.engine"));
  }
}
