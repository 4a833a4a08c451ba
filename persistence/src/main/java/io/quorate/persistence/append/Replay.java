package io.quorate.persistence.append;

import io.quorate.persistence.append.disk.Disk;
import io.quorate.persistence.append.error.CorruptLog;
import io.quorate.persistence.append.segment.RecordHeader;
import io.quorate.persistence.append.segment.RecordType;
import io.quorate.persistence.append.segment.Segment;
import io.quorate.persistence.append.segment.SegmentRange;
import io.quorate.persistence.append.segment.SegmentReader;
import java.io.IOException;
import java.nio.ByteBuffer;

/** One reading of a persistence id's events, from files opened for it alone. */
final class Replay {
  private final Disk disk;
  private final byte[] id;
  private final long from;
  private final long to;
  private final EventVisitor visitor;
  private long left;

  Replay(Disk disk, String persistenceId, long from, long to, long max, EventVisitor visitor) {
    this.disk = disk;
    this.id = Entry.idOf(persistenceId);
    this.from = from;
    this.to = to;
    this.left = max;
    this.visitor = visitor;
  }

  /**
   * Reads what the index holds for it.
   *
   * @throws CorruptLog when a record that was forced cannot be read
   */
  void read(Iterable<SegmentRange> ranges) throws IOException {
    Segment segment = null;
    SegmentReader reader = null;
    try {
      for (var range : ranges) {
        if (range.segment != segment) {
          if (reader != null) {
            reader.close();
          }
          segment = range.segment;
          reader = new SegmentReader(disk.readOnly(segment.file()), segment.head());
        }
        read(range, reader);
      }
    } finally {
      if (reader != null) {
        reader.close();
      }
    }
  }

  private void read(SegmentRange range, SegmentReader reader) throws IOException {
    int offset = range.start;
    while (offset < range.end() && left > 0) {
      int at = offset;
      var header = reader.header(at).orElseThrow(() -> unreadable(range, at));
      if (header.type() == RecordType.EVENTS && reader.bodyStartsWith(header, id)) {
        var body = reader.body(header).orElseThrow(() -> unreadable(range, at));
        visit(header, body.position(id.length));
      }
      offset = header.end();
    }
  }

  private static CorruptLog unreadable(SegmentRange range, int offset) {
    return new CorruptLog(range.segment.file(), offset, "unreadable record in a replay");
  }

  private void visit(RecordHeader header, ByteBuffer body) {
    for (long sequence = header.sequence(); sequence <= header.last() && left > 0; sequence++) {
      int octets = body.getInt();
      if (sequence >= from && sequence <= to) {
        visitor.event(sequence, body.slice(body.position(), octets));
        left--;
      }
      body.position(body.position() + octets);
    }
  }
}
