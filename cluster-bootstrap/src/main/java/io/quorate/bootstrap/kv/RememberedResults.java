package io.quorate.bootstrap.kv;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.spi.Chunk;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Results of the latest named writes, first in, first out: at most {@value #MAX_RESULTS} and
 * {@value #MAX_OCTETS} octets of them. Entries are numbered for ever; {@value #SEGMENT} numbers
 * make a segment, and only the first and the last segment ever change, so that a checkpoint costs
 * little.
 */
final class RememberedResults {

  static final int MAX_RESULTS = 65_536;
  static final long MAX_OCTETS = 32L << 20;
  private static final int SEGMENT = 1_024;

  private final Map<Digest, Done> results = new HashMap<>();
  private final TreeMap<Long, Segment> segments = new TreeMap<>();
  private long next;
  private long octets;

  /** A run of entries whose numbers share the quotient by {@value #SEGMENT}. */
  private static final class Segment {
    private final ArrayDeque<Named> entries = new ArrayDeque<>();
    private Chunk cached;
  }

  /**
   * What was done under a name.
   *
   * @param what was asked for, see {@link KeyValueRequest#whatIsAsked}
   */
  record Done(Digest what, Bytes result) {}

  private record Named(Digest name, Done done) {
    int length() {
      return 2 * Digest.LENGTH + done.result().length();
    }
  }

  /** What was first done under this name; null if nothing was, or it is forgotten. */
  Done get(Bytes onceName) {
    return results.get(Digest.of(onceName));
  }

  void remember(Bytes onceName, Done done) {
    append(new Named(Digest.of(onceName), done));
    while (results.size() > MAX_RESULTS || octets > MAX_OCTETS) {
      forgetOldest();
    }
  }

  private void append(Named entry) {
    var segment = segments.computeIfAbsent(next / SEGMENT, ignored -> new Segment());
    segment.entries.add(entry);
    segment.cached = null;
    results.put(entry.name(), entry.done());
    octets += entry.length();
    next++;
  }

  private void forgetOldest() {
    var first = segments.firstEntry();
    var oldest = first.getValue().entries.remove();
    first.getValue().cached = null;
    results.remove(oldest.name());
    octets -= oldest.length();
    if (first.getValue().entries.isEmpty()) {
      segments.remove(first.getKey());
    }
  }

  int size() {
    return results.size();
  }

  /** One chunk per segment, oldest first. */
  List<Chunk> chunks() {
    var chunks = new ArrayList<Chunk>(segments.size());
    segments.forEach((number, segment) -> chunks.add(chunk(number, segment)));
    return chunks;
  }

  private Chunk chunk(long number, Segment segment) {
    if (segment.cached == null) {
      int length = 12;
      for (var entry : segment.entries) {
        length += 4 + entry.length();
      }
      var to = Octets.allocate(length);
      to.buffer().putLong(end(number) - segment.entries.size()).putInt(segment.entries.size());
      for (var entry : segment.entries) {
        entry.name().write(to.buffer());
        entry.done().what().write(to.buffer());
        to.value(entry.done().result());
      }
      segment.cached = Chunk.of(to.end());
    }
    return segment.cached;
  }

  private long end(long segment) {
    return Math.min(next, (segment + 1) * SEGMENT);
  }

  /** The memory whose chunks have these octets, which a quorum has certified. */
  static RememberedResults decode(List<Bytes> chunks) {
    var memory = new RememberedResults();
    for (var chunk : chunks) {
      var from = chunk.asBuffer();
      memory.next = from.getLong();
      int count = from.getInt();
      for (int i = 0; i < count; i++) {
        var name = Digest.read(from);
        var what = Digest.read(from);
        var result = Octets.takeCopy(chunk, from, from.getInt());
        memory.append(new Named(name, new Done(what, result)));
      }
    }
    return memory;
  }
}
