package io.quorate.engine.crypto;

import io.quorate.engine.crypto.ed25519.PublicPoint;
import io.quorate.engine.crypto.ed25519.SignatureClaim;
import java.util.HexFormat;

/** An Ed25519 key; what it accepts is written at {@link SignatureClaim}. */
final class Ed25519Key implements VerificationKey {

  private final PublicPoint point;

  Ed25519Key(byte[] encoded) {
    this.point = PublicPoint.decode(encoded);
  }

  PublicPoint point() {
    return point;
  }

  @Override
  public SignatureScheme scheme() {
    return SignatureScheme.ED25519;
  }

  @Override
  public byte[] encoded() {
    return point.encoded();
  }

  @Override
  public boolean verifies(byte[] message, byte[] signature) {
    var claim = new SignatureClaim();
    return claim.set(point, message, signature) && claim.holds();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ed25519Key that && point.equals(that.point);
  }

  @Override
  public int hashCode() {
    return point.hashCode();
  }

  @Override
  public String toString() {
    return scheme().schemeName() + ":" + HexFormat.of().formatHex(encoded());
  }
}
