package io.quorate.bootstrap.kv;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.spi.Chunk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The keys of one bucket, in order of their octets, and the versions of those that were deleted.
 *
 * <p>At most {@value #TOMBSTONES} deleted keys are remembered, the latest ones. When one is
 * forgotten its version becomes the floor of the bucket, if higher: a key not known here starts
 * above the floor, so that a version is never given twice to one key, though it may then be more
 * than the number of its writes.
 */
final class Bucket {

  /** Deleted keys remembered per bucket. */
  static final int TOMBSTONES = 64;

  private static final int ENTRY = 2 + 8 + 4;

  /** Octets of the shortest value that is not copied into the chunk. */
  private static final int SHARED = 1_024;

  private final TreeMap<Bytes, Entry> entries = new TreeMap<>(Bucket::compare);
  private final LinkedHashMap<Bytes, Long> tombstones = new LinkedHashMap<>();
  private long floor;
  private Chunk cached;

  /**
   * A value and how often its key was written, as the octets of the result of reading it: whoever
   * reads it shares them, and so does the chunk if they are many.
   */
  record Entry(long version, Bytes found) {

    private static final int HEAD = 1 + 8 + 4;

    static Entry of(long version, Bytes value) {
      return new Entry(version, new KeyValueResult.Found(version, value).encode());
    }

    Bytes value() {
      return found.slice(HEAD, found.length());
    }
  }

  private static int compare(Bytes left, Bytes right) {
    return Arrays.compareUnsigned(left.unsafeArray(), right.unsafeArray());
  }

  Entry get(Bytes key) {
    return entries.get(key);
  }

  /** Writes and returns the key's new version. */
  long put(Bytes key, Bytes value) {
    long version = nextVersion(key);
    tombstones.remove(key);
    entries.put(key, Entry.of(version, value));
    cached = null;
    return version;
  }

  /** Deletes a key that is there and returns its new version. */
  long delete(Bytes key) {
    long version = nextVersion(key);
    entries.remove(key);
    tombstones.put(key, version);
    if (tombstones.size() > TOMBSTONES) {
      var oldest = tombstones.entrySet().iterator().next();
      floor = Math.max(floor, oldest.getValue());
      tombstones.remove(oldest.getKey());
    }
    cached = null;
    return version;
  }

  /** How often the key was written. */
  long version(Bytes key) {
    var entry = entries.get(key);
    return entry == null ? tombstones.getOrDefault(key, floor) : entry.version();
  }

  private long nextVersion(Bytes key) {
    return version(key) + 1;
  }

  /** The same object as last time if nothing was written since. */
  Chunk chunk() {
    if (cached == null) {
      cached = Chunk.of(pieces());
    }
    return cached;
  }

  private List<Bytes> pieces() {
    var octets = LengthPrefixed.allocate(lengthWithoutShared());
    var pieces = new ArrayList<Bytes>();
    octets.buffer().putLong(floor).putInt(entries.size()).putInt(tombstones.size());
    int from = 0;
    for (var entry : entries.entrySet()) {
      var value = entry.getValue().value();
      octets.key(entry.getKey()).buffer().putLong(entry.getValue().version());
      octets.buffer().putInt(value.length());
      if (value.length() < SHARED) {
        octets.raw(value);
      } else {
        int to = octets.buffer().position();
        pieces.add(Bytes.wrap(octets.buffer().array()).slice(from, to));
        pieces.add(value);
        from = to;
      }
    }
    tombstones.forEach((key, version) -> octets.key(key).buffer().putLong(version));
    var all = octets.end();
    pieces.add(all.slice(from, all.length()));
    return pieces;
  }

  private int lengthWithoutShared() {
    int length = 8 + 4 + 4;
    for (var entry : entries.entrySet()) {
      int value = entry.getValue().value().length();
      length += ENTRY + entry.getKey().length() + (value < SHARED ? value : 0);
    }
    for (var key : tombstones.keySet()) {
      length += 2 + 8 + key.length();
    }
    return length;
  }

  /** The bucket whose chunk has these octets, which a quorum has certified. */
  static Bucket decode(Bytes octets) {
    var bucket = new Bucket();
    var from = octets.asBuffer();
    bucket.floor = from.getLong();
    int live = from.getInt();
    int dead = from.getInt();
    for (int i = 0; i < live; i++) {
      var key = LengthPrefixed.takeCopy(octets, from, Short.toUnsignedInt(from.getShort()));
      long version = from.getLong();
      bucket.entries.put(key, Entry.of(version, LengthPrefixed.take(octets, from, from.getInt())));
    }
    for (int i = 0; i < dead; i++) {
      var key = LengthPrefixed.takeCopy(octets, from, Short.toUnsignedInt(from.getShort()));
      bucket.tombstones.put(key, from.getLong());
    }
    return bucket;
  }

  /** Octets of all keys and values. */
  long octets() {
    long sum = 0;
    for (Map.Entry<Bytes, Entry> entry : entries.entrySet()) {
      sum += entry.getKey().length() + entry.getValue().value().length();
    }
    return sum;
  }
}
