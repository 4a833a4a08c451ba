package io.quorate.bootstrap.kv;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.spi.LeafGroup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Keys whose leaves are hashed together, in order of their bytes: so the leaves beside a gap prove
 * that what would lie between them is not there.
 *
 * <p>A leaf is the key's length (2), the key, its version (8), the value's length (4), the value.
 */
final class KeyGroup {

  private static final int LEAF = 2 + 8 + 4;

  /** Bytes of the shortest value that is not copied into the group. */
  private static final int SHARED = 1_024;

  private final TreeMap<Bytes, Entry> entries = new TreeMap<>(KeyGroup::compare);
  private LeafGroup cached;

  /**
   * A value and how often its key was written, as the bytes of the result of reading it: whoever
   * reads it shares them, and so does the leaf if they are many.
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

  static int compare(Bytes left, Bytes right) {
    return Arrays.compareUnsigned(left.unsafeArray(), right.unsafeArray());
  }

  Entry get(Bytes key) {
    return entries.get(key);
  }

  void put(Bytes key, Entry entry) {
    entries.put(key, entry);
    cached = null;
  }

  void remove(Bytes key) {
    entries.remove(key);
    cached = null;
  }

  void forEach(BiConsumer<Bytes, Entry> action) {
    entries.forEach(action);
  }

  int size() {
    return entries.size();
  }

  /** The same object as last time if nothing was written since. */
  LeafGroup leaves() {
    if (cached == null) {
      cached = entries.isEmpty() ? LeafGroup.EMPTY : encode();
    }
    return cached;
  }

  private LeafGroup encode() {
    var octets = LengthPrefixed.allocate(lengthWithoutShared());
    var pieces = new ArrayList<Bytes>();
    var lengths = new int[entries.size()];
    int from = 0;
    int leaf = 0;
    for (var entry : entries.entrySet()) {
      var value = entry.getValue().value();
      lengths[leaf++] = LEAF + entry.getKey().length() + value.length();
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
    var all = octets.end();
    pieces.add(all.slice(from, all.length()));
    return LeafGroup.of(List.copyOf(pieces), lengths);
  }

  private int lengthWithoutShared() {
    int length = 0;
    for (var entry : entries.entrySet()) {
      int value = entry.getValue().value().length();
      length += LEAF + entry.getKey().length() + (value < SHARED ? value : 0);
    }
    return length;
  }
}
