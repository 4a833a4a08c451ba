package io.quorate.bootstrap.limits;

import io.quorate.engine.model.Genesis;
import io.quorate.engine.model.Limits;
import io.quorate.persistence.append.disk.LogSettings;
import io.quorate.persistence.log.JournalSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a replica's own settings have room for what its group allows. That the group's limits fit
 * each other is checked where they are read.
 */
final class Fit {

  private final Limits limits;
  private final List<String> problems = new ArrayList<>();

  Fit(Genesis genesis, BufferSettings settings) {
    this.limits = genesis.rules().limits();
    var own = settings.replica().limits();
    var pool = "quorate.replica.limits.pool-";
    atLeast(pool + "per-client", own.poolPerClient(), limits.requestBytes(), "a request");
    atLeast(pool + "total", own.poolTotal(), own.poolPerClient(), "pool-per-client");
    atLeast("quorate.replica.limits.peer-window", own.peerWindow(), limits.frameBytes(), "a frame");
    settings
        .disk()
        .ifPresent(
            disk -> {
              check(disk.log());
              disk.embedded().ifPresent(embedded -> check(disk.log(), embedded));
            });
  }

  List<String> problems() {
    return List.copyOf(problems);
  }

  private void check(JournalSettings log) {
    atLeast(
        "quorate.persistence.log.commit-queue",
        log.commitQueue(),
        log.largestEvent(),
        "largest-event");
  }

  private void check(JournalSettings log, LogSettings embedded) {
    long event = (long) limits.batchBytes() + Limits.FRAME_MARGIN;
    long room = (long) embedded.segmentSize() - Limits.FRAME_MARGIN;
    var segment = "quorate.persistence.append.journal.segment-size";
    atLeast(segment, room, event, "a batch");
    atLeast(segment, room, log.largestEvent(), "largest-event");
    atLeast(
        "quorate.persistence.append.journal.queue-size",
        embedded.queueSize(),
        2 * (log.largestEvent() + Limits.FRAME_MARGIN),
        "an event of each log");
  }

  private void atLeast(String key, long value, long least, String what) {
    if (value < least) {
      problems.add(key + ": has room for " + value + " bytes, and " + what + " takes " + least);
    }
  }
}
