package io.quorate.bootstrap.kv;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.spi.Chunk;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Results of the latest named writes, first in, first out: at most {@value #MAX_RESULTS} and
 * {@value #MAX_OCTETS} octets of them. They are kept in segments of so many entries, or of so many
 * octets, and only the first and the last segment ever change, so that a checkpoint costs little
 * however large the results are.
 */
final class RememberedResults {

  static final int MAX_RESULTS = 65_536;
  static final long MAX_OCTETS = 32L << 20;

  /** Fixed for ever, as is the next: they decide what the chunks are. */
  static final int SEGMENT = 1_024;

  /** A segment that holds so much takes no more; its last entry may go beyond it. */
  static final int SEGMENT_OCTETS = 256 * 1_024;

  /** Octets of the shortest result that is not copied into the chunk. */
  private static final int SHARED = 1_024;

  private static final int HEAD = 4;

  private final Map<Digest, Done> results = new HashMap<>();
  private final ArrayDeque<Segment> segments = new ArrayDeque<>();
  private long octets;

  /** Entries in a row, as the chunk that they make. */
  private static final class Segment {
    private final ArrayDeque<Named> entries = new ArrayDeque<>();
    private long octets;
    private Chunk cached;

    boolean isFull() {
      return entries.size() >= SEGMENT || octets >= SEGMENT_OCTETS;
    }

    void add(Named entry) {
      entries.add(entry);
      octets += entry.length();
      cached = null;
    }

    Named removeOldest() {
      var oldest = entries.remove();
      octets -= oldest.length();
      cached = null;
      return oldest;
    }

    /** The same object as last time if nothing came or went since. */
    Chunk chunk() {
      if (cached == null) {
        cached = Chunk.of(pieces());
      }
      return cached;
    }

    private List<Bytes> pieces() {
      var to = LengthPrefixed.allocate(lengthWithoutShared());
      var pieces = new ArrayList<Bytes>();
      to.buffer().putInt(entries.size());
      int from = 0;
      for (var entry : entries) {
        var result = entry.done().result();
        entry.name().write(to.buffer());
        entry.done().what().write(to.buffer());
        to.buffer().putInt(result.length());
        if (result.length() < SHARED) {
          to.raw(result);
        } else {
          int end = to.buffer().position();
          pieces.add(Bytes.wrap(to.buffer().array()).slice(from, end));
          pieces.add(result);
          from = end;
        }
      }
      var all = to.end();
      pieces.add(all.slice(from, all.length()));
      return pieces;
    }

    private int lengthWithoutShared() {
      int length = HEAD;
      for (var entry : entries) {
        int result = entry.done().result().length();
        length += HEAD + 2 * Digest.LENGTH + (result < SHARED ? result : 0);
      }
      return length;
    }
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
  Done get(Bytes idempotencyKey) {
    return results.get(Digest.of(idempotencyKey));
  }

  void remember(Bytes idempotencyKey, Done done) {
    append(new Named(Digest.of(idempotencyKey), done));
    while (results.size() > MAX_RESULTS || octets > MAX_OCTETS) {
      forgetOldest();
    }
  }

  private void append(Named entry) {
    if (segments.isEmpty() || segments.getLast().isFull()) {
      segments.add(new Segment());
    }
    put(entry);
  }

  private void put(Named entry) {
    segments.getLast().add(entry);
    results.put(entry.name(), entry.done());
    octets += entry.length();
  }

  private void forgetOldest() {
    var oldest = segments.getFirst().removeOldest();
    results.remove(oldest.name());
    octets -= oldest.length();
    if (segments.getFirst().entries.isEmpty()) {
      segments.removeFirst();
    }
  }

  int size() {
    return results.size();
  }

  /** One chunk per segment, oldest first. */
  List<Chunk> chunks() {
    return segments.stream().map(Segment::chunk).toList();
  }

  /** The memory whose chunks have these octets, which a quorum has certified. */
  static RememberedResults decode(List<Bytes> chunks) {
    var memory = new RememberedResults();
    for (var chunk : chunks) {
      var from = chunk.asBuffer();
      int count = from.getInt();
      memory.segments.add(new Segment());
      for (int i = 0; i < count; i++) {
        var name = Digest.read(from);
        var what = Digest.read(from);
        var result = LengthPrefixed.takeCopy(chunk, from, from.getInt());
        memory.put(new Named(name, new Done(what, result)));
      }
    }
    return memory;
  }
}
