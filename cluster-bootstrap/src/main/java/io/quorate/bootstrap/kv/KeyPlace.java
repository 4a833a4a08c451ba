package io.quorate.bootstrap.kv;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;

/**
 * Where a key lies in the state: keys are spread by the first sixteen bits of their SHA-256. Fixed
 * for ever, for it decides what the chunks and the proofs are.
 *
 * @param bucket number of the chunk
 * @param group number of the group of keys in it, from 0
 */
record KeyPlace(Bytes key, int bucket, int group) {

  /** Chunks of keys. */
  static final int BUCKETS = 1_024;

  /** Groups of keys in a chunk. */
  static final int GROUPS = 64;

  private static final int GROUP_BITS = 6;

  static KeyPlace of(Bytes key) {
    var hash = Digest.of(key).toBytes();
    int first = ((hash.at(0) & 0xff) << Byte.SIZE) | (hash.at(1) & 0xff);
    return new KeyPlace(key, first >> GROUP_BITS, first & (GROUPS - 1));
  }

  /** Number of its group among those of the chunk: the first one holds no keys. */
  int groupInChunk() {
    return 1 + group;
  }

  /** The same place; the key owns its bytes and keeps no request in memory. */
  KeyPlace owned() {
    return new KeyPlace(Bytes.wrap(key.toArray()), bucket, group);
  }
}
