package io.quorate.extension.bls;

import io.quorate.engine.model.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import supranational.blst.BLST_ERROR;
import supranational.blst.P1;
import supranational.blst.P1_Affine;
import supranational.blst.P2;
import supranational.blst.P2_Affine;
import supranational.blst.Pairing;

/** The other choice of groups, which most published vectors are in: keys in G1. */
final class MinPk {

  private MinPk() {}

  static boolean holds(Bytes key, Bytes message, Bytes signature, String domain) {
    var point = key(key);
    var read = signature(signature);
    return point.isPresent()
        && read.isPresent()
        && read.get().core_verify(point.get(), true, message.toArray(), domain)
            == BLST_ERROR.BLST_SUCCESS;
  }

  static boolean eachHolds(
      List<Bytes> keys, List<Bytes> messages, List<Bytes> signatures, String domain) {
    return IntStream.range(0, keys.size())
        .allMatch(i -> holds(keys.get(i), messages.get(i), signatures.get(i), domain));
  }

  /** One signature by all of these keys under one message. */
  static boolean sumHolds(List<Bytes> keys, Bytes message, Bytes signature, String domain) {
    var sum = new P1();
    for (var key : keys) {
      var point = key(key);
      if (point.isEmpty()) {
        return false;
      }
      sum.add(point.get());
    }
    return !keys.isEmpty()
        && holds(Bytes.wrap(sum.to_affine().compress()), message, signature, domain);
  }

  /** One signature by each of these keys under a message of its own. */
  static boolean allHold(List<Bytes> keys, List<Bytes> messages, Bytes signature, String domain) {
    var read = signature(signature);
    if (keys.isEmpty() || keys.size() != messages.size() || read.isEmpty()) {
      return false;
    }
    var product = new Pairing(true, domain);
    for (int i = 0; i < keys.size(); i++) {
      var point = key(keys.get(i));
      if (point.isEmpty()
          || product.aggregate(point.get(), i == 0 ? read.get() : null, messages.get(i).toArray())
              != BLST_ERROR.BLST_SUCCESS) {
        return false;
      }
    }
    product.commit();
    return product.finalverify();
  }

  static Optional<Bytes> sum(List<Bytes> signatures) {
    try {
      var sum = new P2();
      signatures.forEach(each -> sum.aggregate(new P2_Affine(each.toArray())));
      return signatures.isEmpty() ? Optional.empty() : Optional.of(Bytes.wrap(sum.compress()));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<P1_Affine> key(Bytes encoded) {
    try {
      var point = new P1_Affine(encoded.toArray());
      return encoded.length() != 48 || point.is_inf() || !point.in_group()
          ? Optional.empty()
          : Optional.of(point);
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<P2_Affine> signature(Bytes encoded) {
    try {
      var point = new P2_Affine(encoded.toArray());
      return encoded.length() != 96 || point.is_inf() || !point.in_group()
          ? Optional.empty()
          : Optional.of(point);
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }
}
