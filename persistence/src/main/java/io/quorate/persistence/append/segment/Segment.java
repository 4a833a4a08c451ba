package io.quorate.persistence.append.segment;

import java.nio.file.Path;

/** One file of the log, as its index knows it. */
public final class Segment {
  private final Path file;
  private final SegmentHead head;

  /** Ranges that hold an event which is not deleted; guarded by the {@link Index}. */
  int live;

  /** Replays that read the file at present; guarded by the {@link Index}. */
  int readers;

  public Segment(Path file, SegmentHead head) {
    this.file = file;
    this.head = head;
  }

  public Path file() {
    return file;
  }

  public SegmentHead head() {
    return head;
  }

  public long number() {
    return head.number();
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
