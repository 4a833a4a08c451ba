package io.quorate.engine.client;

import io.quorate.engine.codec.Unverified;
import io.quorate.engine.model.Bounded;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The replies to one request: believed when f + 1 replicas signed the same results, so that a
 * correct one is among them (OSDI '99, §4.1). A digest counts as the results that it is of (§5.1).
 * Signatures are checked only once f + 1 claims agree and the results are at hand, and only theirs;
 * those of large messages at once, so that only who signed it can have one kept.
 */
final class ReplyCollector {

  /** Bytes beyond which a forgery, by whoever, costs more to keep than to check. */
  static final int LARGE = 64 * 1024;

  private final int weak;

  @Bounded(by = ClientBuffers.REPLIES)
  private final TreeMap<Integer, ClaimedResults> claims = new TreeMap<>();

  /**
   * @param weak f + 1
   */
  ReplyCollector(int weak) {
    this.weak = weak;
  }

  /**
   * Takes a claim.
   *
   * @param replica whose it claims to be; the latest of each counts, but a forgery displaces
   *     nothing
   * @param isSigned checks the claim's signature
   * @return the results that f + 1 replicas claim, once they do, as one of them sent them
   */
  Optional<ClaimedResults> add(
      int replica, ClaimedResults claimed, Predicate<Unverified> isSigned) {
    if ((claims.containsKey(replica) || isLarge(claimed)) && !isSigned.test(claimed.octets())) {
      return Optional.empty();
    }
    claims.put(replica, claimed);
    var agreeing = agreeing(claimed);
    if (agreeing.size() < weak || inFull(agreeing).isEmpty()) {
      return Optional.empty();
    }
    agreeing.removeIf(
        each -> {
          boolean forged = !isSigned.test(claims.get(each).octets());
          if (forged) {
            claims.remove(each);
          }
          return forged;
        });
    return agreeing.size() >= weak ? inFull(agreeing) : Optional.empty();
  }

  private static boolean isLarge(ClaimedResults claimed) {
    return claimed.octets().wire().length() > LARGE;
  }

  private List<Integer> agreeing(ClaimedResults claimed) {
    return new ArrayList<>(
        claims.entrySet().stream()
            .filter(each -> each.getValue().agreesWith(claimed))
            .map(Map.Entry::getKey)
            .toList());
  }

  private Optional<ClaimedResults> inFull(List<Integer> replicas) {
    return replicas.stream()
        .map(claims::get)
        .filter(claimed -> claimed.results().isPresent())
        .findFirst();
  }
}
