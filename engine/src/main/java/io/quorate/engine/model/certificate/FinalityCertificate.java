package io.quorate.engine.model.certificate;

import io.quorate.engine.model.ClusterId;
import io.quorate.engine.model.ConfigurationId;
import io.quorate.engine.model.Header;
import java.util.Comparator;
import java.util.List;

/**
 * What convinces somebody who was not there that a group executed a header, and with it all that
 * the chain of digests leads to. A claim until it is checked.
 *
 * @param cluster the group
 * @param configuration the committee whose quorum signed
 * @param headers at least one; each is the successor of the one before, the last one is signed
 * @param proof the quorum's signatures under the last header
 */
public record FinalityCertificate(
    ClusterId cluster, ConfigurationId configuration, List<Header> headers, FinalityProof proof) {

  public FinalityCertificate {
    headers = List.copyOf(headers);
    if (headers.isEmpty()) {
      throw new IllegalArgumentException("a certificate without a header");
    }
  }

  /** A stable checkpoint as a certificate of its own header. */
  public static FinalityCertificate of(ClusterId cluster, StableCheckpoint checkpoint) {
    return new FinalityCertificate(
        cluster,
        checkpoint.header().configuration(),
        List.of(checkpoint.header()),
        ascending(checkpoint.signature()));
  }

  /** One set of votes has one form. */
  private static QuorumSignature ascending(QuorumSignature signature) {
    if (!(signature instanceof QuorumSignature.Votes votes)) {
      return signature;
    }
    return new QuorumSignature.Votes(
        votes.endorsements().stream()
            .sorted(Comparator.comparingInt(each -> each.signer().value()))
            .toList());
  }

  /** The header that the quorum signed. */
  public Header signed() {
    return headers.get(headers.size() - 1);
  }

  /** Whether each header names the one before it as its predecessor. */
  public boolean isLinked() {
    for (int i = 1; i < headers.size(); i++) {
      var before = headers.get(i - 1);
      var header = headers.get(i);
      if (!header.previous().equals(before.digest())
          || header.sequence().value() != before.sequence().value() + 1) {
        return false;
      }
    }
    return true;
  }
}
