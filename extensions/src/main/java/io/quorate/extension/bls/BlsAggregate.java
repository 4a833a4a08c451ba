package io.quorate.extension.bls;

import io.quorate.engine.model.Bytes;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import supranational.blst.P1;
import supranational.blst.P1_Affine;
import supranational.blst.P2;

/**
 * Signatures of several members under one message, added up to one of 48 bytes. Every key must have
 * come with a proof of possession.
 */
public final class BlsAggregate {

  /** Bytes of a compressed signature. */
  public static final int LENGTH = 48;

  private BlsAggregate() {}

  /** A member's share of a sum. */
  public record Share(int member, Bytes signature) {}

  /**
   * A sum, who is in it, and whose shares were no signatures.
   *
   * @param signature 48 bytes; absent when no share was of use
   */
  public record Sum(Optional<Bytes> signature, BitSet signers, BitSet culprits) {}

  /**
   * Adds shares up that belong to one message. The sum is checked once; only when it does not hold
   * are the culprits sought, by halves.
   *
   * @param shares at most one a member
   */
  public static Sum of(List<Share> shares, List<BlsPublicKey> keys, Bytes message) {
    var signers = new BitSet();
    var culprits = new BitSet();
    var sound = new ArrayList<Read>();
    for (var share : shares) {
      var point = signature(share.signature());
      if (share.member() < 0 || share.member() >= keys.size()) {
        continue;
      }
      if (point.isEmpty() || signers.get(share.member())) {
        culprits.set(share.member());
      } else {
        signers.set(share.member());
        sound.add(new Read(share.member(), point.get()));
      }
    }
    isolate(sound, keys, message, culprits);
    signers.andNot(culprits);
    var good = sound.stream().filter(each -> !culprits.get(each.member())).toList();
    return new Sum(
        good.isEmpty() ? Optional.empty() : Optional.of(Bytes.wrap(sum(good).compress())),
        signers,
        culprits);
  }

  /**
   * Whether exactly these members signed the message together. Never throws.
   *
   * @param signers at least one, none beyond the keys
   */
  public static boolean holds(
      BitSet signers, Bytes signature, List<BlsPublicKey> keys, Bytes message) {
    var point = signature(signature);
    return point.isPresent()
        && !signers.isEmpty()
        && signers.length() <= keys.size()
        && BlsPublicKey.holds(
            point.get(), keyOf(signers, keys).to_affine(), message, BlsSecretKey.SIGNATURES);
  }

  /** A sound signature: a point of G1 in the subgroup that is not infinity. */
  static Optional<P1_Affine> signature(Bytes encoded) {
    if (encoded.length() != LENGTH) {
      return Optional.empty();
    }
    try {
      var point = new P1_Affine(encoded.toArray());
      return point.is_inf() || !point.in_group() ? Optional.empty() : Optional.of(point);
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  private record Read(int member, P1_Affine point) {}

  private static void isolate(
      List<Read> shares, List<BlsPublicKey> keys, Bytes message, BitSet culprits) {
    if (shares.isEmpty() || sumHolds(shares, keys, message)) {
      return;
    }
    if (shares.size() == 1) {
      culprits.set(shares.get(0).member());
      return;
    }
    int half = shares.size() / 2;
    isolate(shares.subList(0, half), keys, message, culprits);
    isolate(shares.subList(half, shares.size()), keys, message, culprits);
  }

  private static boolean sumHolds(List<Read> shares, List<BlsPublicKey> keys, Bytes message) {
    var signers = new BitSet();
    shares.forEach(each -> signers.set(each.member()));
    return BlsPublicKey.holds(
        sum(shares).to_affine(),
        keyOf(signers, keys).to_affine(),
        message,
        BlsSecretKey.SIGNATURES);
  }

  private static P1 sum(List<Read> shares) {
    var sum = new P1();
    shares.forEach(each -> sum.add(each.point()));
    return sum;
  }

  private static P2 keyOf(BitSet signers, List<BlsPublicKey> keys) {
    var sum = new P2();
    signers.stream().forEach(member -> sum.add(keys.get(member).point()));
    return sum;
  }
}
