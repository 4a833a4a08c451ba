package io.quorate.bootstrap.kv;

import io.quorate.bootstrap.kv.KeyGroup.Entry;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.spi.Chunk;
import io.quorate.engine.spi.LeafGroup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * The keys of one bucket, in their groups, and the versions of those that were deleted.
 *
 * <p>At most {@value #TOMBSTONES} deleted keys are remembered, the latest ones. When one is
 * forgotten its version becomes the floor of the bucket, if higher: a key not known here starts
 * above the floor, so that a version is never given twice to one key, though it may then be more
 * than the number of its writes.
 *
 * <p>Its chunk has a group of one leaf with floor, number of keys and deleted keys, and behind it
 * the {@value KeyPlace#GROUPS} groups of keys.
 */
final class Bucket {

  /** Deleted keys remembered per bucket. */
  static final int TOMBSTONES = 64;

  private final KeyGroup[] groups = new KeyGroup[KeyPlace.GROUPS];
  private final LinkedHashMap<Bytes, Long> tombstones = new LinkedHashMap<>();
  private long floor;
  private Chunk cached;

  Entry get(KeyPlace key) {
    var group = groups[key.group()];
    return group == null ? null : group.get(key.key());
  }

  /** Writes and returns the key's new version. */
  long put(KeyPlace key, Bytes value) {
    long version = nextVersion(key);
    tombstones.remove(key.key());
    groupOf(key).put(Entry.of(key.key(), version, value));
    cached = null;
    return version;
  }

  private KeyGroup groupOf(KeyPlace key) {
    if (groups[key.group()] == null) {
      groups[key.group()] = new KeyGroup();
    }
    return groups[key.group()];
  }

  /** Deletes a key that is there and returns its new version. */
  long delete(KeyPlace key) {
    long version = nextVersion(key);
    groupOf(key).remove(key.key());
    tombstones.put(key.key(), version);
    if (tombstones.size() > TOMBSTONES) {
      var oldest = tombstones.entrySet().iterator().next();
      floor = Math.max(floor, oldest.getValue());
      tombstones.remove(oldest.getKey());
    }
    cached = null;
    return version;
  }

  /** How often the key was written. */
  long version(KeyPlace key) {
    var entry = get(key);
    return entry == null ? tombstones.getOrDefault(key.key(), floor) : entry.version();
  }

  private long nextVersion(KeyPlace key) {
    return version(key) + 1;
  }

  /** The same object as last time if nothing was written since. */
  Chunk chunk() {
    if (cached == null) {
      var leaves = new ArrayList<LeafGroup>(1 + KeyPlace.GROUPS);
      leaves.add(head(keys()));
      for (var group : groups) {
        leaves.add(group == null ? LeafGroup.EMPTY : group.leaves());
      }
      cached = Chunk.ofGroups(leaves);
    }
    return cached;
  }

  private LeafGroup head(int live) {
    int length = 8 + 4 + 4;
    for (var key : tombstones.keySet()) {
      length += 2 + 8 + key.length();
    }
    var octets = LengthPrefixed.allocate(length);
    octets.buffer().putLong(floor).putInt(live).putInt(tombstones.size());
    tombstones.forEach((key, version) -> octets.key(key).buffer().putLong(version));
    return LeafGroup.of(List.of(octets.end()), length);
  }

  /** The bucket whose chunk has this content, which a quorum has certified. */
  static Bucket decode(Bytes content) {
    var bucket = new Bucket();
    var from = content.asBuffer();
    bucket.floor = from.getLong();
    int live = from.getInt();
    int dead = from.getInt();
    for (int i = 0; i < dead; i++) {
      var key = LengthPrefixed.takeCopy(content, from, Short.toUnsignedInt(from.getShort()));
      bucket.tombstones.put(key, from.getLong());
    }
    for (int i = 0; i < live; i++) {
      var key = LengthPrefixed.take(content, from, Short.toUnsignedInt(from.getShort()));
      long version = from.getLong();
      var value = LengthPrefixed.take(content, from, from.getInt());
      bucket.groupOf(KeyPlace.of(key)).put(Entry.of(key, version, value));
    }
    return bucket;
  }

  /** Bytes of all keys and values. */
  long octets() {
    long[] sum = {0};
    for (var group : groups) {
      if (group != null) {
        group.forEach(entry -> sum[0] += entry.key().length() + entry.value().length());
      }
    }
    return sum[0];
  }

  /** How many keys have a value. */
  int keys() {
    return Arrays.stream(groups).mapToInt(group -> group == null ? 0 : group.size()).sum();
  }
}
