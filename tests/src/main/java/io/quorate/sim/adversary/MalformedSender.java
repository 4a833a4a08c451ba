package io.quorate.sim.adversary;

import io.quorate.engine.model.Bytes;
import java.util.Arrays;
import java.util.List;

/** Sends octets beside its messages that are none: too long, too deep, cut off, or altered. */
final class MalformedSender implements Adversary {

  private static final double SHARE = 0.3;
  private static final int KINDS = 6;
  private static final int DEPTH = 100_000;
  private static final int HUGE = 4 * 1024 * 1024;
  private static final double HUGE_SHARE = 0.01;
  private static final int SHORT = 300;

  private final Means means;

  MalformedSender(Means means) {
    this.means = means;
  }

  @Override
  public List<Sent> rewrite(Sent honest) {
    return means.isReplica(honest.to()) && means.chance(SHARE)
        ? List.of(honest, new Sent(honest.to(), garbled(honest.wire())))
        : List.of(honest);
  }

  private Bytes garbled(Bytes wire) {
    var octets = wire.toArray();
    return switch (means.random().nextInt(KINDS)) {
      case 0 -> means.garbage(1 + means.random().nextInt(SHORT));
      case 1 -> Bytes.wrap(Arrays.copyOf(octets, means.random().nextInt(octets.length)));
      case 2 -> {
        octets[means.random().nextInt(octets.length)] ^= (byte) (1 << means.random().nextInt(8));
        yield Bytes.wrap(octets);
      }
      case 3 -> filled(DEPTH, (byte) 0x81); // an array of an array of an array
      case 4 -> Bytes.wrap(new byte[] {(byte) 0x9b, 127, -1, -1, -1, -1, -1, -1, -1, 1});
      default ->
          means.chance(HUGE_SHARE)
              ? filled(HUGE, (byte) 0x84)
              : Bytes.wrap(new byte[] {(byte) 0x9f, 1, (byte) 0x5f, 0x41, 0, (byte) 0xff});
    };
  }

  private static Bytes filled(int length, byte octet) {
    var octets = new byte[length];
    Arrays.fill(octets, octet);
    return Bytes.wrap(octets);
  }
}
