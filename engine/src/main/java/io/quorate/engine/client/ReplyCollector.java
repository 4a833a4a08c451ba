package io.quorate.engine.client;

import io.quorate.engine.codec.Unverified;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.SequenceNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The replies to one request: believed when f + 1 replicas signed the same results, so that a
 * correct one is among them (OSDI '99, §4.1). Signatures are checked only once f + 1 claims agree,
 * and only theirs.
 */
final class ReplyCollector {

  private final int weak;
  private final TreeMap<Integer, Claim> claims = new TreeMap<>();

  /**
   * A reply that somebody may have sent.
   *
   * @param octets as they came; the same message may answer several requests
   */
  record Claim(SequenceNumber sequence, List<Bytes> results, Unverified octets) {
    boolean agreesWith(Claim other) {
      return sequence.equals(other.sequence) && results.equals(other.results);
    }
  }

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
   * @return what f + 1 replicas say, once they do
   */
  Optional<Claim> add(int replica, Claim claim, Predicate<Unverified> isSigned) {
    if (claims.containsKey(replica) && !isSigned.test(claim.octets())) {
      return Optional.empty();
    }
    claims.put(replica, claim);
    var agreeing =
        new ArrayList<>(
            claims.entrySet().stream()
                .filter(each -> each.getValue().agreesWith(claim))
                .map(java.util.Map.Entry::getKey)
                .toList());
    if (agreeing.size() < weak) {
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
    return agreeing.size() >= weak ? Optional.of(claim) : Optional.empty();
  }
}
