package io.quorate.extension.celestia;

import io.quorate.engine.crypto.BatchCheck;
import io.quorate.engine.crypto.SignatureScheme;
import io.quorate.engine.crypto.VerificationKey;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.MerkleRoot;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** CometBFT validators with their power, in the order in which they are hashed. */
public final class ValidatorSet {

  /** Validators that are looked at: what one question may cost. */
  public static final int MOST = 150;

  private static final long MOST_POWER = Long.MAX_VALUE / 8;

  private final List<Validator> validators;
  private final long total;

  /**
   * One validator.
   *
   * @param address 20 bytes, the beginning of its key's hash
   * @param key Ed25519, 32 bytes
   * @param power at least 0
   */
  public record Validator(Bytes address, Bytes key, long power) {}

  /**
   * Sorts them by power, then address.
   *
   * @throws IllegalArgumentException when there are too many, or their power overflows
   */
  public ValidatorSet(List<Validator> validators) {
    if (validators.size() > MOST) {
      throw new IllegalArgumentException("more than " + MOST + " validators");
    }
    this.validators =
        validators.stream()
            .sorted(
                Comparator.comparingLong((Validator each) -> -each.power())
                    .thenComparing(each -> each.address().toArray(), Arrays::compareUnsigned))
            .toList();
    long sum = 0;
    for (var each : validators) {
      sum = Math.addExact(sum, each.power());
      if (each.power() < 0 || sum > MOST_POWER) {
        throw new IllegalArgumentException("a power below 0, or more power than there can be");
      }
    }
    this.total = sum;
  }

  public int size() {
    return validators.size();
  }

  public boolean contains(Bytes address) {
    return validators.stream().anyMatch(each -> each.address().equals(address));
  }

  /** The Merkle root over keys and powers; of none, the digest of nothing. */
  public Digest hash() {
    return validators.isEmpty()
        ? Digest.of(Bytes.EMPTY)
        : MerkleRoot.ofHashes(validators.stream().map(ValidatorSet::leaf).toList());
  }

  private static Digest leaf(Validator validator) {
    var key = new ProtobufWriter().bytes(1, validator.key()).toBytes();
    return MerkleRoot.leaf(
        new ProtobufWriter().message(1, key).number(2, validator.power()).toBytes());
  }

  /** Whether votes hold, and whether they are enough. */
  public enum Support {
    ENOUGH,
    TOO_LITTLE,
    BAD_SIGNATURE,
    VOTED_TWICE
  }

  /**
   * Whether validators of this set with more than such a part of its power signed the commit. Looks
   * at no more votes than it takes.
   */
  public Support supports(CometCommit commit, String chain, Fraction part) {
    var votes = new HashMap<Bytes, CometCommit.Vote>();
    for (var vote : commit.votes()) {
      if (vote.flag() == CometCommit.Flag.COMMIT && votes.put(vote.validator(), vote) != null) {
        return Support.VOTED_TWICE;
      }
    }
    return count(commit, chain, part, votes);
  }

  private Support count(
      CometCommit commit, String chain, Fraction part, Map<Bytes, CometCommit.Vote> votes) {
    var check = new BatchCheck();
    long power = 0;
    for (var validator : validators) {
      var vote = votes.get(validator.address());
      if (vote == null) {
        continue;
      }
      var key = key(validator);
      if (key.isEmpty()) {
        return Support.BAD_SIGNATURE;
      }
      check.add(key.get(), commit.signedBy(vote, chain).toArray(), vote.signature().toArray());
      power += validator.power();
      if (part.isLessThan(power, total)) {
        return check.allValid() ? Support.ENOUGH : Support.BAD_SIGNATURE;
      }
    }
    return check.allValid() ? Support.TOO_LITTLE : Support.BAD_SIGNATURE;
  }

  private static Optional<VerificationKey> key(Validator validator) {
    try {
      return Optional.of(SignatureScheme.ED25519.key(validator.key().toArray()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A part of the power. */
  public record Fraction(long numerator, long denominator) {

    /** What decides. */
    public static final Fraction TWO_THIRDS = new Fraction(2, 3);

    /** With so much, one of those who signed is honest. */
    public static final Fraction ONE_THIRD = new Fraction(1, 3);

    boolean isLessThan(long power, long total) {
      return Math.multiplyExact(power, denominator) > Math.multiplyExact(total, numerator);
    }
  }
}
