package io.quorate.engine.model;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 digest, kept as four words so that comparing and hashing one costs nothing. */
public final class Digest implements Comparable<Digest> {

  /** Octets in a digest. */
  public static final int LENGTH = 32;

  /** No digest at all: the predecessor of the first header, the payload of a message without. */
  public static final Digest ZERO = new Digest(0, 0, 0, 0);

  private final long a;
  private final long b;
  private final long c;
  private final long d;

  private Digest(long a, long b, long c, long d) {
    this.a = a;
    this.b = b;
    this.c = c;
    this.d = d;
  }

  public static Digest of(Bytes octets) {
    return octets.read(new Running()::add).end();
  }

  /** The digest of bytes that come piece by piece. Used by one thread. */
  public static final class Running {
    private static final byte INNER = 1;

    private final MessageDigest sha256 = sha256();
    private final ByteBuffer scratch = ByteBuffer.allocate(1 + 2 * LENGTH);

    public Running add(byte[] array, int offset, int length) {
      sha256.update(array, offset, length);
      return this;
    }

    Running add(Digest digest) {
      digest.write(scratch.clear());
      return add(scratch.array(), 0, LENGTH);
    }

    /** The digest of what came since the last one was taken. */
    public Digest end() {
      return read(ByteBuffer.wrap(sha256.digest()));
    }

    /** {@link Digest#join}, while nothing is running. */
    Digest join(Digest left, Digest right) {
      scratch.clear().put(INNER);
      left.write(scratch);
      right.write(scratch);
      return add(scratch.array(), 0, scratch.capacity()).end();
    }
  }

  /** SHA-256(0x01 ‖ left ‖ right): an inner node, told from a leaf as in RFC 6962, §2.1. */
  public static Digest join(Digest left, Digest right) {
    return new Running().join(left, right);
  }

  /**
   * Takes the next 32 octets of the buffer.
   *
   * @throws java.nio.BufferUnderflowException when there are fewer
   */
  public static Digest read(ByteBuffer octets) {
    return new Digest(octets.getLong(), octets.getLong(), octets.getLong(), octets.getLong());
  }

  /**
   * The digest whose octets these are.
   *
   * @throws IllegalArgumentException when there are not 32
   */
  public static Digest fromBytes(Bytes octets) {
    if (octets.length() != LENGTH) {
      throw new IllegalArgumentException("a digest has 32 bytes, not " + octets.length());
    }
    return read(octets.asBuffer());
  }

  public static Digest parseHex(String text) {
    return fromBytes(Bytes.wrap(HexFormat.of().parseHex(text)));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  public void write(ByteBuffer to) {
    to.putLong(a).putLong(b).putLong(c).putLong(d);
  }

  public Bytes toBytes() {
    var octets = ByteBuffer.allocate(LENGTH);
    write(octets);
    return Bytes.wrap(octets.array());
  }

  public String toHex() {
    return HexFormat.of().formatHex(toBytes().unsafeArray());
  }

  @Override
  public int compareTo(Digest other) {
    int first = Long.compareUnsigned(a, other.a);
    int second = first != 0 ? first : Long.compareUnsigned(b, other.b);
    int third = second != 0 ? second : Long.compareUnsigned(c, other.c);
    return third != 0 ? third : Long.compareUnsigned(d, other.d);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Digest that && a == that.a && b == that.b && c == that.c && d == that.d;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(a ^ c);
  }

  @Override
  public String toString() {
    return toHex().substring(0, 12);
  }
}
