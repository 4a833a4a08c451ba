package io.quorate.bootstrap.kv;

import io.quorate.bootstrap.kv.KeyValueOperation.CompareAndSet;
import io.quorate.bootstrap.kv.KeyValueOperation.Delete;
import io.quorate.bootstrap.kv.KeyValueOperation.Get;
import io.quorate.bootstrap.kv.KeyValueOperation.Nonsense;
import io.quorate.bootstrap.kv.KeyValueOperation.Put;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.spi.Chunk;
import io.quorate.engine.spi.StateMachine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The replicated key-value store. A key's version counts its writes, deletions among them, and
 * survives its deletion (see {@link Bucket} for the bound). A write with an idempotency key that
 * was seen lately is not done again: it gets the first result. Another write under that name is not
 * done either, and is told so.
 *
 * <p>Keys are spread over {@value KeyPlace#BUCKETS} buckets by SHA-256; a chunk is a bucket or a
 * segment of {@link RememberedResults}, and only what was written since the last checkpoint is made
 * again.
 */
public final class KeyValueStore implements StateMachine {

  /** The most octets of keys and values together; a write beyond it changes nothing. */
  static final long MAX_OCTETS = 128L << 20;

  /** The most keys with a value, for each takes memory beside its octets. */
  static final int MAX_KEYS = 1 << 20;

  private final int mostKeys;
  private final Bucket[] buckets = new Bucket[KeyPlace.BUCKETS];
  private RememberedResults remembered = new RememberedResults();
  private long octets;
  private int keys;

  public KeyValueStore() {
    this(MAX_KEYS);
  }

  /** One for tests, which takes fewer keys. */
  KeyValueStore(int mostKeys) {
    this.mostKeys = mostKeys;
    Arrays.setAll(buckets, ignored -> new Bucket());
  }

  @Override
  public Bytes execute(Bytes operation, Moment moment) {
    var request = KeyValueRequest.decode(operation);
    if (request.operation() instanceof Get get) {
      return read(get.key());
    }
    if (request.idempotencyKey().isEmpty()) {
      return apply(request.operation()).encode();
    }
    var what = KeyValueRequest.whatIsAsked(operation);
    var first = remembered.get(request.idempotencyKey());
    if (first != null) {
      return first.what().equals(what) ? first.result() : new KeyValueResult.NameTaken().encode();
    }
    var result = apply(request.operation());
    var encoded = result.encode();
    if (!(result instanceof KeyValueResult.Full)) {
      remembered.remember(request.idempotencyKey(), new RememberedResults.Done(what, encoded));
    }
    return encoded;
  }

  /** Only a get is answered; nothing else is done. */
  @Override
  public Bytes query(Bytes operation, Moment moment) {
    var asked = KeyValueRequest.decode(operation).operation();
    if (asked instanceof Get get) {
      return read(get.key());
    } else if (asked instanceof Nonsense nonsense) {
      return new KeyValueResult.Malformed(nonsense.reason()).encode();
    }
    return new KeyValueResult.Malformed("a query only reads").encode();
  }

  private KeyValueResult apply(KeyValueOperation operation) {
    if (operation instanceof Put put) {
      return put(put.key(), put.value());
    } else if (operation instanceof Delete delete) {
      return delete(delete.key());
    } else if (operation instanceof CompareAndSet swap) {
      return compareAndSet(swap);
    }
    return new KeyValueResult.Malformed(((Nonsense) operation).reason());
  }

  /** The same octets for all who read a value, however large it is. */
  private Bytes read(Bytes key) {
    var place = KeyPlace.of(key);
    var entry = bucketOf(place).get(place);
    return entry == null ? new KeyValueResult.Absent().encode() : entry.found();
  }

  private KeyValueResult put(Bytes key, Bytes value) {
    var place = KeyPlace.of(key);
    var bucket = bucketOf(place);
    var before = bucket.get(place);
    long growth = value.length() - lengthOf(key, before) + key.length();
    int more = before == null ? 1 : 0;
    if (octets + growth > MAX_OCTETS || keys + more > mostKeys) {
      return new KeyValueResult.Full();
    }
    octets += growth;
    keys += more;
    return new KeyValueResult.Written(bucket.put(place, value));
  }

  /** What this entry counts for; nothing if it is not there. */
  private static long lengthOf(Bytes key, KeyGroup.Entry entry) {
    return entry == null ? 0 : key.length() + entry.value().length();
  }

  private KeyValueResult delete(Bytes key) {
    var place = KeyPlace.of(key);
    var bucket = bucketOf(place);
    var entry = bucket.get(place);
    if (entry == null) {
      return new KeyValueResult.Absent();
    }
    octets -= lengthOf(key, entry);
    keys--;
    return new KeyValueResult.Written(bucket.delete(place.owned()));
  }

  private KeyValueResult compareAndSet(CompareAndSet swap) {
    var place = KeyPlace.of(swap.key());
    var bucket = bucketOf(place);
    var current = Optional.ofNullable(bucket.get(place)).map(KeyGroup.Entry::value);
    if (!current.map(Digest::of).equals(swap.expected())) {
      return new KeyValueResult.Compared(false, bucket.version(place), current);
    }
    var written = put(swap.key(), swap.value());
    return written instanceof KeyValueResult.Written done
        ? new KeyValueResult.Compared(true, done.version(), Optional.of(swap.value()))
        : written;
  }

  private Bucket bucketOf(KeyPlace key) {
    return buckets[key.bucket()];
  }

  @Override
  public List<Chunk> chunks() {
    var chunks = new ArrayList<Chunk>(KeyPlace.BUCKETS);
    for (var bucket : buckets) {
      chunks.add(bucket.chunk());
    }
    chunks.addAll(remembered.chunks());
    return chunks;
  }

  @Override
  public void restore(List<Bytes> chunks) {
    octets = 0;
    keys = 0;
    for (int i = 0; i < KeyPlace.BUCKETS; i++) {
      buckets[i] = Bucket.decode(chunks.get(i));
      octets += buckets[i].octets();
      keys += buckets[i].keys();
    }
    remembered = RememberedResults.decode(chunks.subList(KeyPlace.BUCKETS, chunks.size()));
  }
}
