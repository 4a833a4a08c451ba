package io.quorate.engine.codec;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.message.MessageType;
import io.quorate.engine.model.message.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Octets to try a decoder with, all from one seed: vectors with a few octets changed, cut, repeated
 * or crossed with others, payloads changed and then stated anew so that they pass the digest, and
 * noise.
 */
public final class MutatedOctets {

  private static final int[] TELLING = {
    0x00, 0x17, 0x18, 0x19, 0x1a, 0x1b, 0x1f, 0x20, 0x3b, 0x40, 0x58, 0x5b, 0x5f, 0x60, 0x7b, 0x7f,
    0x80, 0x81, 0x98, 0x9b, 0x9f, 0xa0, 0xbf, 0xc0, 0xc2, 0xdb, 0xf4, 0xf6, 0xf8, 0xf9, 0xfb, 0xff
  };

  private final Random random;
  private final List<Bytes> originals = new ArrayList<>();
  private final List<Bytes> records =
      Stream.of("facts", "decisions", "stable-checkpoint").map(GoldenVectors::of).toList();

  public MutatedOctets(long seed) {
    random = new Random(seed);
    for (var type : MessageType.values()) {
      originals.add(GoldenVectors.of(type));
    }
  }

  public Bytes next() {
    return switch (random.nextInt(8)) {
      case 0 -> noise();
      case 1, 2, 3 -> restated();
      default -> Bytes.wrap(mutated(pick().toArray()));
    };
  }

  /** As {@link #next}, of what a journal holds. */
  public Bytes nextRecord() {
    return Bytes.wrap(mutated(records.get(random.nextInt(records.size())).toArray()));
  }

  private Bytes pick() {
    return originals.get(random.nextInt(originals.size()));
  }

  private Bytes noise() {
    var octets = new byte[random.nextInt(300)];
    random.nextBytes(octets);
    for (int i = 0; i < octets.length; i++) {
      if (random.nextInt(4) == 0) {
        octets[i] = telling();
      }
    }
    return Bytes.wrap(octets);
  }

  private Bytes restated() {
    var old = MessageCodec.open(pick()).orElseThrow(e -> new IllegalStateException(e.toString()));
    var payload = Bytes.wrap(mutated(old.payload().toArray()));
    var said = old.statement();
    var digest = MessageCodec.isBareVote(said.type()) ? said.digest() : Digest.of(payload);
    var statement =
        new Statement(
            said.type(),
            said.cluster(),
            said.configuration(),
            said.signer(),
            number(said.view()),
            number(said.sequence()),
            digest);
    return LooseCbor.cbor()
        .array(4)
        .number(1)
        .octets(SigningBytes.of(statement))
        .octets(old.signature())
        .octets(payload)
        .toBytes();
  }

  private long number(long usual) {
    return random.nextInt(8) == 0 ? random.nextLong() >>> random.nextInt(64) : usual;
  }

  private byte[] mutated(byte[] octets) {
    var changed = octets;
    for (int i = random.nextInt(4); i >= 0 && changed.length > 0; i--) {
      changed = mutatedOnce(changed);
    }
    return changed;
  }

  private byte[] mutatedOnce(byte[] octets) {
    int at = random.nextInt(octets.length);
    switch (random.nextInt(6)) {
      case 0 -> octets[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> octets[at] = telling();
      case 2 -> octets[at] += (byte) (random.nextInt(9) - 4);
      case 3 -> {
        return java.util.Arrays.copyOf(octets, at);
      }
      case 4 -> {
        return spliced(octets, at, octets, random.nextInt(octets.length));
      }
      default -> {
        var other = pick().toArray();
        return spliced(octets, at, other, random.nextInt(other.length));
      }
    }
    return octets;
  }

  private byte telling() {
    return (byte) TELLING[random.nextInt(TELLING.length)];
  }

  private static byte[] spliced(byte[] head, int to, byte[] tail, int from) {
    return LooseCbor.cbor()
        .all(Bytes.copyOf(head).slice(0, to))
        .all(Bytes.copyOf(tail).slice(from, tail.length))
        .toBytes()
        .toArray();
  }
}
