package io.quorate.engine.core.agreement;

import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.certificate.Endorsement;
import io.quorate.engine.model.message.Message.Commit;
import io.quorate.engine.model.message.Message.Prepare;

/** One replica's verified vote, as it is counted. */
public record CountedVote(ReplicaId replica, Digest digest, Bytes signature, Bytes wire) {

  public static CountedVote of(Verified<Prepare> vote) {
    var prepare = vote.message();
    return new CountedVote(prepare.replica(), prepare.digest(), vote.signature(), vote.wire());
  }

  public static CountedVote ofCommit(Verified<Commit> vote) {
    var commit = vote.message();
    return new CountedVote(commit.replica(), commit.digest(), vote.signature(), vote.wire());
  }

  Endorsement endorsement() {
    return new Endorsement(replica, signature);
  }
}
