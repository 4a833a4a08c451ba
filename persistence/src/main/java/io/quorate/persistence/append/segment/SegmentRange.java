package io.quorate.persistence.append.segment;

/**
 * A run of octets of one segment that holds consecutive events of one persistence id, and maybe
 * records of others between them.
 */
public final class SegmentRange {
  private static final int LONGEST = 1024 * 1024;
  private static final int WIDEST_GAP = 64 * 1024;

  public final Segment segment;
  public final int start;
  final long first;
  private int end;
  private long last;

  private SegmentRange(Segment segment, int start, long first, int end, long last) {
    this.segment = segment;
    this.start = start;
    this.first = first;
    this.end = end;
    this.last = last;
  }

  static SegmentRange of(Segment segment, RecordHeader header) {
    return new SegmentRange(
        segment, header.offset(), header.sequence(), header.end(), header.last());
  }

  SegmentRange copy() {
    return new SegmentRange(segment, start, first, end, last);
  }

  public int end() {
    return end;
  }

  long last() {
    return last;
  }

  /**
   * Takes the record in if it is near; so memory is bounded by the log's size over the gap, not by
   * the number of records.
   */
  boolean extendedBy(Segment in, RecordHeader header) {
    boolean near = header.offset() - end <= WIDEST_GAP && header.end() - start <= LONGEST;
    if (in != segment || !near) {
      return false;
    }
    end = header.end();
    last = header.last();
    return true;
  }
}
