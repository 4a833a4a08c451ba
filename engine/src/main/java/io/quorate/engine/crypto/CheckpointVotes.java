package io.quorate.engine.crypto;

import io.quorate.engine.codec.SigningBytes;
import io.quorate.engine.model.Header;
import io.quorate.engine.model.certificate.Endorsement;
import io.quorate.engine.model.message.MessageType;
import io.quorate.engine.model.message.Statement;
import java.util.List;
import java.util.Optional;

/** Whether a quorum of a configuration signed the CHECKPOINT of a header, for who was not there. */
public final class CheckpointVotes {

  private CheckpointVotes() {}

  /**
   * What is wrong with these signatures; nothing when a quorum of distinct members signed. Signers
   * must ascend, so that one set of votes has one form. Costs at most a signature check a member.
   */
  public static Optional<String> flaw(Header header, List<Endorsement> votes, KeyRing ring) {
    if (votes.size() < ring.quorum().size() || votes.size() > ring.configuration().size()) {
      return Optional.of(
          votes.size() + " signatures where a quorum of " + ring.quorum().size() + " is needed");
    }
    var check = ring.newCheck();
    int last = -1;
    for (var vote : votes) {
      int signer = vote.signer().value();
      var statement = statement(header, signer, ring);
      var key = ring.signerOf(statement);
      if (key.isEmpty()) {
        return Optional.of("replica " + signer + " is no member");
      }
      if (signer <= last) {
        return Optional.of("the signers do not ascend");
      }
      last = signer;
      check.add(
          key.get(), SigningBytes.of(statement).unsafeArray(), vote.signature().unsafeArray());
    }
    return check.allValid() ? Optional.empty() : Optional.of("a signature does not hold");
  }

  private static Statement statement(Header header, int signer, KeyRing ring) {
    return new Statement(
        MessageType.CHECKPOINT,
        ring.cluster(),
        ring.configuration().id(),
        signer,
        0,
        header.sequence().value(),
        header.digest());
  }
}
