package io.quorate.persistence.append;

import io.quorate.persistence.append.disk.FileDisk;
import io.quorate.persistence.append.segment.Index;
import io.quorate.persistence.append.segment.Segments;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Puts one group of several records behind the last record of a log that no one has open. */
record GroupOnDisk(Path directory) {

  void write(List<Entry> entries) throws IOException {
    var disk = new FileDisk();
    var index = new Index();
    var settings = LogFixture.settings(directory);
    var segments = new Segments(settings, disk, shortage -> {});
    var tail = new LogRecovery(settings, disk, index).run(segments.list());
    try (var group = new GroupWriter()) {
      group.begin(tail.segment(), segments.open(tail.segment()), tail.end());
      for (var entry : entries) {
        group.events(entry, entry.id(), entry.first() - 1);
      }
      group.commit();
    } finally {
      segments.close();
    }
  }
}
