package io.quorate.persistence.append;

import java.nio.file.Path;

/** One file of the log, as its index knows it. */
final class Segment {
  private final Path file;
  private final SegmentHead head;

  /** Ranges that hold an event which is not deleted; guarded by the {@link Index}. */
  int live;

  /** Replays that read the file at present; guarded by the {@link Index}. */
  int readers;

  Segment(Path file, SegmentHead head) {
    this.file = file;
    this.head = head;
  }

  Path file() {
    return file;
  }

  SegmentHead head() {
    return head;
  }

  long number() {
    return head.number();
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
