package io.quorate.persistence.append;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.persistence.append.disk.FileDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FileDiskTest {

  @TempDir Path directory;

  @Test
  void each_write_that_waits_alone_forces_once() throws IOException {
    var forced = new AtomicInteger();
    var settings = LogFixture.settings(directory);
    try (var log = AppendLog.open(settings, new FileDisk(nanos -> forced.incrementAndGet()))) {
      int opening = forced.get();
      for (int i = 1; i <= 5; i++) {
        LogFixture.write(log, "votes", i, "a vote");
      }
      assertThat(forced.get() - opening).isEqualTo(5);
    }
  }
}
