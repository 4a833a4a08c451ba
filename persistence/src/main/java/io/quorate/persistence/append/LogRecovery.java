package io.quorate.persistence.append;

import io.quorate.engine.model.Bounded;
import io.quorate.persistence.PersistenceBuffers;
import io.quorate.persistence.append.disk.Disk;
import io.quorate.persistence.append.disk.LogSettings;
import io.quorate.persistence.append.error.CorruptLog;
import io.quorate.persistence.append.error.ForeignLog;
import io.quorate.persistence.append.error.TornTail;
import io.quorate.persistence.append.segment.Index;
import io.quorate.persistence.append.segment.RecordHeader;
import io.quorate.persistence.append.segment.RecordType;
import io.quorate.persistence.append.segment.Segment;
import io.quorate.persistence.append.segment.SegmentHead;
import io.quorate.persistence.append.segment.SegmentReader;
import io.quorate.persistence.append.segment.Segments;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a whole log and decides what of it may be believed.
 *
 * <ol>
 *   <li>Every segment but the last ends in an END record.
 *   <li>In the last, the first unreadable record is a torn tail if no record behind it belongs to a
 *       later group: its group was never forced, so none of it was acknowledged. A later group
 *       proves that this one was forced, and what is unreadable was once durable.
 *   <li>Each record names the number before its own: a missing one is a missing file, unless it was
 *       deleted ({@link #requireComplete}).
 *   <li>A log that ends before its {@link HighWater}, or a file that is smaller than it was made,
 *       was once longer ({@link #loss}).
 * </ol>
 *
 * What holds is indexed; the last group is written and forced again, since after a failed force it
 * may be in the page cache only.
 */
final class LogRecovery {
  private static final int STEP = 8;

  private final LogSettings settings;
  private final Disk disk;
  private final Index index;

  @Bounded(by = PersistenceBuffers.EVENTS)
  private final Map<String, Missing> missing = new HashMap<>();

  /** Numbers up to here were not found where they should be. */
  private record Missing(long upTo, Path file, int offset) {}

  /** Where a scan stopped, and in which group. */
  private record Scanned(Segment segment, int end, int groupStart, boolean ended) {}

  /**
   * Where the log goes on.
   *
   * @param ended true when the segment takes no more records
   * @param size bytes of the file as it was found
   */
  record Tail(Segment segment, int end, boolean ended, long size, Optional<TornTail> torn) {}

  LogRecovery(LogSettings settings, Disk disk, Index index) {
    this.settings = settings;
    this.disk = disk;
    this.index = index;
  }

  /**
   * @param files the segments in order; at least one
   */
  Tail run(List<Path> files) throws IOException {
    for (var file : files.subList(0, files.size() - 1)) {
      scanCompleted(file);
    }
    return scanLast(files.get(files.size() - 1));
  }

  /**
   * @throws CorruptLog when a record is missing before another one
   */
  void requireComplete() {
    for (var entry : missing.entrySet()) {
      var gap = entry.getValue();
      if (gap.upTo() > index.deletedTo(entry.getKey())) {
        var what = "records of " + entry.getKey() + " up to " + gap.upTo() + " are missing before";
        throw new CorruptLog(gap.file(), gap.offset(), what);
      }
    }
  }

  /**
   * What of the log is gone although it was durable; empty when all is there.
   *
   * @param mark empty when no record was ever durable
   * @param tail empty when there is no segment
   */
  String loss(Optional<HighWater.Level> mark, Optional<Tail> tail) {
    if (mark.isEmpty()) {
      return index.isEmpty()
          ? ""
          : settings.mark() + " is gone, so nothing shows that the journal beside it is whole";
    }
    var reached = mark.get();
    if (!reached.loss().isEmpty()) {
      return reached.loss();
    }
    if (tail.isEmpty()) {
      return settings.directory()
          + " has no journal, which went up to byte "
          + reached.offset()
          + " of file "
          + Segments.nameOf(reached.segment());
    }
    return loss(reached, tail.get());
  }

  private static String loss(HighWater.Level reached, Tail tail) {
    var file = tail.segment().file();
    int size = tail.segment().head().size();
    if (!reached.isReachedBy(tail.segment().number(), tail.end())) {
      return file
          + " ends at byte "
          + tail.end()
          + ", but the journal went up to byte "
          + reached.offset()
          + " of file "
          + Segments.nameOf(reached.segment());
    }
    return tail.size() < size
        ? file + " has " + tail.size() + " bytes and was made with " + size
        : "";
  }

  private void scanCompleted(Path file) throws IOException {
    try (var opened = disk.readOnly(file)) {
      var segment = adopt(file, opened);
      var scanned = scan(segment, new SegmentReader(opened, segment.head()));
      if (!scanned.ended()) {
        throw new CorruptLog(file, scanned.end(), "unreadable record in a completed segment");
      }
    }
  }

  private Tail scanLast(Path file) throws IOException {
    try (var opened = disk.readWrite(file)) {
      var segment = adopt(file, opened);
      var reader = new SegmentReader(opened, segment.head());
      var scanned = scan(segment, reader);
      var torn = scanned.ended() ? Optional.<TornTail>empty() : inspectTail(scanned, reader);
      long size = opened.size();
      if (torn.isPresent() || size < segment.head().size()) {
        Segments.zero(opened, scanned.end(), segment.head().size());
      }
      rewrite(opened, scanned.groupStart(), scanned.end());
      opened.forceAll();
      return new Tail(segment, scanned.end(), scanned.ended(), size, torn);
    }
  }

  private Segment adopt(Path file, Disk.OpenFile opened) throws IOException {
    var head = SegmentHead.read(file, opened);
    if (!head.identity().equals(settings.identity())) {
      throw ForeignLog.identity(file, head.identity(), settings.identity());
    }
    if (head.number() != Segments.numberOf(file)) {
      throw new CorruptLog(file, 0, "the head is that of segment " + head.number());
    }
    var segment = new Segment(file, head);
    index.add(segment);
    return segment;
  }

  private Scanned scan(Segment segment, SegmentReader reader) throws IOException {
    int offset = SegmentHead.SIZE;
    int groupStart = offset;
    for (var header = reader.header(offset); header.isPresent(); header = reader.header(offset)) {
      var body = reader.body(header.get());
      if (body.isEmpty()) {
        break;
      }
      apply(segment, header.get(), body.get());
      groupStart = header.get().groupStart();
      offset = header.get().end();
      if (header.get().type() == RecordType.END) {
        return new Scanned(segment, offset, groupStart, true);
      }
    }
    return new Scanned(segment, offset, groupStart, false);
  }

  private void apply(Segment segment, RecordHeader header, ByteBuffer body) {
    boolean named = header.type() == RecordType.EVENTS || header.type() == RecordType.MARK;
    if (!named) {
      return;
    }
    var id = StandardCharsets.UTF_8.decode(body.slice(0, header.idLength())).toString();
    long highest = index.highest(id);
    if (header.previous() < highest) {
      var what = id + " goes back from " + highest + " to " + header.previous();
      throw new CorruptLog(segment.file(), header.offset(), what);
    }
    if (header.previous() > highest) {
      missing.put(id, new Missing(header.previous(), segment.file(), header.offset()));
    }
    if (header.type() == RecordType.EVENTS) {
      index.events(segment, id, header);
    } else {
      index.mark(segment, id, header);
    }
  }

  /** Tells a clean end from a torn tail, and refuses anything else. */
  private Optional<TornTail> inspectTail(Scanned scanned, SegmentReader reader) throws IOException {
    int size = scanned.segment().head().size();
    boolean loneViewChanges = false;
    for (int offset = scanned.end() + STEP; offset < size; offset += STEP) {
      var header = reader.header(offset);
      if (header.isPresent() && header.get().groupStart() > scanned.end()) {
        var what =
            "unreadable record, and a later one at " + offset + " proves that it was durable";
        throw new CorruptLog(scanned.segment().file(), scanned.end(), what);
      }
      loneViewChanges |= header.isPresent();
    }
    if (!loneViewChanges && reader.isBlank(scanned.end())) {
      return Optional.empty();
    }
    int dropped = reader.lastNonZero(scanned.end()) + 1 - scanned.end();
    return Optional.of(new TornTail(scanned.segment().file(), scanned.end(), dropped));
  }

  private static void rewrite(Disk.OpenFile opened, int from, int to) throws IOException {
    var group = ByteBuffer.allocate(to - from);
    for (int n = 0; n >= 0 && group.hasRemaining(); ) {
      n = opened.read(group, (long) from + group.position());
    }
    opened.write(group.flip(), from);
  }
}
