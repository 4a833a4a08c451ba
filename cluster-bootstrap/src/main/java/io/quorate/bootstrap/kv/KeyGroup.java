package io.quorate.bootstrap.kv;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.spi.LeafGroup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Keys whose leaves are hashed together, in order of their bytes: so the leaves beside a gap prove
 * that what would lie between them is not there.
 *
 * <p>A leaf is the key's length (2), the key, its version (8), the value's length (4), the value.
 * An entry is its leaf, so that the state and its chunks, those of earlier checkpoints too, hold
 * each key once.
 */
final class KeyGroup {

  /** Bytes of the shortest value that is shared with the results of reading it. */
  private static final int SHARED = 1_024;

  private final ArrayList<Entry> entries = new ArrayList<>(0);
  private LeafGroup cached;

  /** A value and how often its key was written. */
  sealed interface Entry {

    static Entry of(Bytes key, long version, Bytes value) {
      return value.length() < SHARED
          ? new Small(Leaf.encode(key, version, value, value.length()))
          : new Large(
              Leaf.encode(key, version, value, 0),
              new KeyValueResult.Found(version, value).encode());
    }

    /** Its leaf, or the leaf's beginning up to the value. */
    Bytes head();

    Bytes value();

    /** The result of reading it. */
    Bytes found();

    default Bytes key() {
      return Leaf.key(head());
    }

    default long version() {
      return Leaf.version(head());
    }
  }

  /**
   * @param head all of the leaf
   */
  private record Small(Bytes head) implements Entry {
    @Override
    public Bytes value() {
      return Leaf.value(head);
    }

    @Override
    public Bytes found() {
      return new KeyValueResult.Found(version(), value()).encode();
    }
  }

  /** Whoever reads it shares its value's bytes, and so does the leaf. */
  private record Large(Bytes head, Bytes found) implements Entry {

    private static final int FOUND_HEAD = 1 + 8 + 4;

    @Override
    public Bytes value() {
      return found.slice(FOUND_HEAD, found.length());
    }
  }

  /** Where what lies in a leaf. */
  private static final class Leaf {

    private static final int AROUND = 2 + 8 + 4;

    static Bytes encode(Bytes key, long version, Bytes value, int copied) {
      var leaf = LengthPrefixed.allocate(AROUND + key.length() + copied);
      leaf.key(key).buffer().putLong(version).putInt(value.length());
      return Bytes.wrap((copied > 0 ? leaf.raw(value) : leaf).buffer().array());
    }

    static int keyLength(Bytes leaf) {
      return ((leaf.at(0) & 0xff) << Byte.SIZE) | (leaf.at(1) & 0xff);
    }

    static Bytes key(Bytes leaf) {
      return leaf.slice(2, 2 + keyLength(leaf));
    }

    static long version(Bytes leaf) {
      return leaf.asBuffer().getLong(2 + keyLength(leaf));
    }

    static Bytes value(Bytes leaf) {
      return leaf.slice(AROUND + keyLength(leaf), leaf.length());
    }
  }

  static int compare(Bytes left, Bytes right) {
    return left.read(
        (a, from, length) ->
            right.read(
                (b, begin, count) ->
                    Arrays.compareUnsigned(a, from, from + length, b, begin, begin + count)));
  }

  Entry get(Bytes key) {
    int at = indexOf(key);
    return at < 0 ? null : entries.get(at);
  }

  /** As {@link java.util.Collections#binarySearch(List, Object)} tells it. */
  private int indexOf(Bytes key) {
    int low = 0;
    int high = entries.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = compare(entries.get(middle).key(), key);
      if (order == 0) {
        return middle;
      } else if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -(low + 1);
  }

  void put(Entry entry) {
    int at = indexOf(entry.key());
    if (at < 0) {
      entries.add(-(at + 1), entry);
    } else {
      entries.set(at, entry);
    }
    cached = null;
  }

  void remove(Bytes key) {
    int at = indexOf(key);
    if (at >= 0) {
      entries.remove(at);
      cached = null;
    }
  }

  void forEach(Consumer<Entry> action) {
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
    var pieces = new ArrayList<Bytes>(entries.size());
    var lengths = new int[entries.size()];
    for (int i = 0; i < lengths.length; i++) {
      var entry = entries.get(i);
      pieces.add(entry.head());
      lengths[i] = entry.head().length();
      if (entry instanceof Large) {
        pieces.add(entry.value());
        lengths[i] += entry.value().length();
      }
    }
    return LeafGroup.of(pieces, lengths);
  }
}
