package io.quorate.persistence.append.segment;

import io.quorate.engine.model.Bounded;
import io.quorate.persistence.PersistenceBuffers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the durable events of each persistence id are. Written by the opener and then by the
 * writer's thread, after each force; read by replays. Every method holds its monitor.
 */
public final class Index {
  @Bounded(by = PersistenceBuffers.EVENTS)
  private final Map<String, Track> tracks = new HashMap<>();

  @Bounded(by = PersistenceBuffers.EVENTS)
  private final Map<Long, Segment> segments = new TreeMap<>();

  /** What a persistence id's MARK must say. */
  public record Mark(String persistenceId, long deletedTo, long highest) {}

  private static final class Track {
    @Bounded(by = PersistenceBuffers.EVENTS)
    private final ArrayDeque<SegmentRange> ranges = new ArrayDeque<>();

    private long highest;
    private long deletedTo;
    private Segment markedIn;
  }

  public synchronized void add(Segment segment) {
    segments.put(segment.number(), segment);
  }

  public synchronized void events(Segment segment, String persistenceId, RecordHeader header) {
    var track = tracks.computeIfAbsent(persistenceId, id -> new Track());
    track.highest = Math.max(track.highest, header.last());
    if (track.ranges.isEmpty() || !track.ranges.getLast().extendedBy(segment, header)) {
      track.ranges.add(SegmentRange.of(segment, header));
      segment.live++;
    }
  }

  public synchronized void mark(Segment segment, String persistenceId, RecordHeader header) {
    var track = tracks.computeIfAbsent(persistenceId, id -> new Track());
    track.deletedTo = Math.max(track.deletedTo, header.sequence());
    track.highest = Math.max(track.highest, header.previous());
    track.markedIn = segment;
    while (!track.ranges.isEmpty() && track.ranges.getFirst().last() <= track.deletedTo) {
      track.ranges.removeFirst().segment.live--;
    }
  }

  /** 0 for a persistence id that never wrote. */
  public synchronized long highest(String persistenceId) {
    var track = tracks.get(persistenceId);
    return track == null ? 0 : track.highest;
  }

  public synchronized long deletedTo(String persistenceId) {
    var track = tracks.get(persistenceId);
    return track == null ? 0 : track.deletedTo;
  }

  /** Where to read the range; the segments stay until {@link #release}. */
  public synchronized List<SegmentRange> hold(String persistenceId, long from, long to) {
    var held = new ArrayList<SegmentRange>();
    var track = tracks.get(persistenceId);
    if (track != null) {
      for (var range : track.ranges) {
        if (range.last() >= from && range.first <= to) {
          held.add(range.copy());
          range.segment.readers++;
        }
      }
    }
    return held;
  }

  public synchronized void release(List<SegmentRange> held) {
    held.forEach(range -> range.segment.readers--);
  }

  /** Segments without an event that is not deleted, and which no replay still reads. */
  public synchronized List<Segment> idle(Segment active) {
    var idle = new ArrayList<Segment>();
    for (var segment : segments.values()) {
      if (segment != active && segment.live == 0 && segment.readers == 0) {
        idle.add(segment);
      }
    }
    return idle;
  }

  /** The marks that would be lost with a segment. */
  public synchronized List<Mark> marksIn(Segment segment) {
    var marks = new ArrayList<Mark>();
    tracks.forEach(
        (id, track) -> {
          if (track.markedIn == segment) {
            marks.add(new Mark(id, track.deletedTo, track.highest));
          }
        });
    return marks;
  }

  /** Forgets an idle segment. None of its events is indexed, so no replay can begin to read it. */
  public synchronized void remove(Segment segment) {
    segments.remove(segment.number());
  }

  /** True when no persistence id ever wrote. */
  public synchronized boolean isEmpty() {
    return tracks.isEmpty();
  }

  public synchronized int segmentCount() {
    return segments.size();
  }
}
