package io.quorate.bootstrap.kv;

import io.quorate.bootstrap.kv.KeyValueOperation.CompareAndSet;
import io.quorate.bootstrap.kv.KeyValueOperation.Delete;
import io.quorate.bootstrap.kv.KeyValueOperation.Get;
import io.quorate.bootstrap.kv.KeyValueOperation.Nonsense;
import io.quorate.bootstrap.kv.KeyValueOperation.Put;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import java.util.Optional;

/**
 * An operation and the name under which it is done once.
 *
 * <p>Octets: version (1), kind, length and octets of the idempotency key, length (2) and octets of
 * the key, then for a put the value, for a compare-and-set a flag, the expected value's digest if
 * the flag is 1, and the value. A value is its length (4) and its octets. Big-endian.
 *
 * @param idempotencyKey empty, or {@value #MIN_NAME} to {@value #MAX_NAME} octets that no other
 *     write has
 */
public record KeyValueRequest(Bytes idempotencyKey, KeyValueOperation operation) {

  /** Octets in the shortest idempotency key. */
  public static final int MIN_NAME = 16;

  /** Octets in the longest idempotency key. */
  public static final int MAX_NAME = 64;

  /** Where the name's length stands. */
  private static final int NAME = 2;

  private static final byte VERSION = 1;
  private static final byte GET = 1;
  private static final byte PUT = 2;
  private static final byte DELETE = 3;
  private static final byte COMPARE_AND_SET = 4;
  private static final int FIXED = 5 + 1 + Digest.LENGTH + 4;

  /** What encoded octets ask for, whatever their name: kind, key and values. */
  static Digest whatIsAsked(Bytes octets) {
    int named = Byte.toUnsignedInt(octets.at(NAME));
    var what = new Digest.Running();
    octets.slice(1, NAME).read(what::add);
    octets.slice(NAME + 1 + named, octets.length()).read(what::add);
    return what.end();
  }

  /** A request that may be repeated freely, for it has no name. */
  public static KeyValueRequest of(KeyValueOperation operation) {
    return new KeyValueRequest(Bytes.EMPTY, operation);
  }

  /** Never fails: octets that mean nothing become {@link Nonsense}. */
  public static KeyValueRequest decode(Bytes octets) {
    var in = new ByteReader(octets);
    var request = read(in);
    return in.endsEarly() ? nonsense("ends too early") : request;
  }

  private static KeyValueRequest read(ByteReader in) {
    byte version = in.octet();
    if (version != VERSION) {
      return nonsense("unknown version " + version);
    }
    byte kind = in.octet();
    int named = Byte.toUnsignedInt(in.octet());
    if (named != 0 && (named < MIN_NAME || named > MAX_NAME)) {
      return nonsense("an idempotency key has 16 to 64 bytes, not " + named);
    }
    var name = in.take(named);
    int keyLength = in.shortNumber();
    if (keyLength == 0 || keyLength > KeyValueOperation.MAX_KEY) {
      return nonsense("a key has 1 to 1024 bytes, not " + keyLength);
    }
    var operation = readKind(kind, in.take(keyLength), in);
    return operation instanceof Nonsense || in.endsHere()
        ? new KeyValueRequest(name, operation)
        : nonsense("bytes after the end");
  }

  private static KeyValueOperation readKind(byte kind, Bytes key, ByteReader in) {
    return switch (kind) {
      case GET -> new Get(key);
      case DELETE -> new Delete(key);
      case PUT -> readPut(key, in);
      case COMPARE_AND_SET -> readCompareAndSet(key, in);
      default -> new Nonsense("unknown kind " + kind);
    };
  }

  private static KeyValueOperation readPut(Bytes key, ByteReader in) {
    int length = in.number();
    return isValue(length)
        ? new Put(key, in.take(length))
        : new Nonsense("a value has at most 1048576 bytes");
  }

  private static KeyValueOperation readCompareAndSet(Bytes key, ByteReader in) {
    byte flag = in.octet();
    if (flag != 0 && flag != 1) {
      return new Nonsense("unknown flag " + flag);
    }
    Optional<Digest> expected = flag == 1 ? Optional.of(in.digest()) : Optional.empty();
    int length = in.number();
    return isValue(length)
        ? new CompareAndSet(key, expected, in.take(length))
        : new Nonsense("a value has at most 1048576 bytes");
  }

  private static boolean isValue(int length) {
    return length >= 0 && length <= KeyValueOperation.MAX_VALUE;
  }

  private static KeyValueRequest nonsense(String reason) {
    return of(new Nonsense(reason));
  }

  /**
   * The octets to have ordered.
   *
   * @throws IllegalArgumentException for a key, value or name out of bounds, and for nonsense
   */
  public Bytes encode() {
    if (!idempotencyKey.isEmpty()
        && (idempotencyKey.length() < MIN_NAME || idempotencyKey.length() > MAX_NAME)) {
      throw new IllegalArgumentException("an idempotency key has 16 to 64 bytes");
    }
    if (operation instanceof Get get) {
      return start(GET, get.key(), 0).end();
    } else if (operation instanceof Delete delete) {
      return start(DELETE, delete.key(), 0).end();
    } else if (operation instanceof Put put) {
      return start(PUT, put.key(), put.value().length()).value(put.value()).end();
    } else if (operation instanceof CompareAndSet swap) {
      var octets = start(COMPARE_AND_SET, swap.key(), swap.value().length());
      octets.buffer().put((byte) (swap.expected().isPresent() ? 1 : 0));
      swap.expected().ifPresent(digest -> digest.write(octets.buffer()));
      return octets.value(swap.value()).end();
    }
    throw new IllegalArgumentException("nonsense has no bytes");
  }

  private LengthPrefixed start(byte kind, Bytes key, int valueLength) {
    if (key.isEmpty() || key.length() > KeyValueOperation.MAX_KEY || !isValue(valueLength)) {
      throw new IllegalArgumentException("a key or value is out of bounds");
    }
    var octets =
        LengthPrefixed.allocate(FIXED + idempotencyKey.length() + key.length() + valueLength);
    octets.buffer().put(VERSION).put(kind);
    return octets.shortString(idempotencyKey).key(key);
  }
}
