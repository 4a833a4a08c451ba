package io.quorate.engine.proof;

import io.quorate.engine.crypto.SignatureScheme;
import io.quorate.engine.crypto.p256.EcdsaP256;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Configuration;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Member;
import io.quorate.engine.model.PublicKey;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A committee whose members sign with P-256, in the form that contracts and circuits know it by:
 * the configuration's number in 8 bytes, then 68 for each member, its id in 4 and its key's x and y
 * in 32 each, all big endian.
 */
public final class PackedCommittee {

  /** Bytes of a member. */
  public static final int MEMBER = Integer.BYTES + 2 * EcdsaP256.FIELD_LENGTH;

  private PackedCommittee() {}

  /** Empty when a member has no P-256 key. */
  public static Optional<Bytes> of(Configuration committee) {
    var packed = ByteBuffer.allocate(Long.BYTES + MEMBER * committee.size());
    packed.putLong(committee.id().value());
    for (var member : committee.members()) {
      var key = p256(member);
      if (key.isEmpty()) {
        return Optional.empty();
      }
      packed.putInt(member.id().value());
      put(packed, key.get());
    }
    return Optional.of(Bytes.wrap(packed.array()));
  }

  /** What a contract stores, and what a circuit shows of it. */
  public static Optional<Digest> digest(Configuration committee) {
    return of(committee).map(Digest::of);
  }

  private static Optional<PublicKey> p256(Member member) {
    return member.keys().stream()
        .filter(key -> key.scheme() == SignatureScheme.ECDSA_P256.code())
        .findFirst();
  }

  private static void put(ByteBuffer packed, PublicKey key) {
    var point = EcdsaP256.DOMAIN.getCurve().decodePoint(key.encoded().toArray());
    put(packed, point.getAffineXCoord().toBigInteger());
    put(packed, point.getAffineYCoord().toBigInteger());
  }

  private static void put(ByteBuffer packed, BigInteger coordinate) {
    var bytes = coordinate.toByteArray();
    int length = Math.min(bytes.length, EcdsaP256.FIELD_LENGTH);
    packed.put(new byte[EcdsaP256.FIELD_LENGTH - length]);
    packed.put(bytes, bytes.length - length, length);
  }
}
