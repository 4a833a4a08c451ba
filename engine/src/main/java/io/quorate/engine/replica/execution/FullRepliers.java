package io.quorate.engine.replica.execution;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.Configuration;
import io.quorate.engine.model.Limits;
import io.quorate.engine.model.Quorum;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message.Reply;
import java.util.ArrayList;
import java.util.List;

/**
 * Who sends large results in full: f + 1 replicas, by turns, so that a correct one does without
 * being asked again; the others send their digest. OSDI '99, §5.1, has the client name one, and
 * then every request that names a replica that is down waits for its retransmission.
 *
 * @param place of this replica among the members: by places turns are taken
 * @param largeOctets results of a request that are shorter are sent in full by everyone
 */
public record FullRepliers(ReplicaId self, int place, Quorum quorum, long largeOctets) {
  /** Bytes of an answer besides those of its results, rounded up. */
  private static final long EACH_ANSWER = 80;

  /** Bytes of a result's head, at most. */
  private static final long EACH_RESULT = 5;

  /** Where a message is full: any allowed answer fits into one alone. */
  private static final int FULL = Limits.LARGEST_FRAME - Limits.FRAME_MARGIN;

  public FullRepliers(ReplicaId self, Configuration configuration, long largeOctets) {
    this(self, configuration.indexOf(self), configuration.quorum(), largeOctets);
  }

  /**
   * What this replica says of some requests of one client that one slot executed: in one message,
   * or in as many as it takes.
   */
  public List<Reply> replies(
      View view, SequenceNumber at, ClientId client, List<Reply.Answer> outcome) {
    var replies = new ArrayList<Reply>();
    var answers = new ArrayList<Reply.Answer>();
    var digests = new ArrayList<Reply.DigestAnswer>();
    long bytes = 0;
    for (var answer : outcome) {
      long octets = octets(answer.results());
      boolean full = isMine(answer) || octets < largeOctets;
      long more = EACH_ANSWER + (full ? octets + EACH_RESULT * answer.results().size() : 0);
      if (bytes > 0 && bytes + more > FULL) {
        replies.add(new Reply(view, at, self, client, answers, digests));
        answers.clear();
        digests.clear();
        bytes = 0;
      }
      bytes += more;
      if (full) {
        answers.add(answer);
      } else {
        var digest = Canonical.results(answer.results());
        digests.add(new Reply.DigestAnswer(answer.request(), digest));
      }
    }
    replies.add(new Reply(view, at, self, client, answers, digests));
    return replies;
  }

  private boolean isMine(Reply.Answer answer) {
    return Math.floorMod(place - answer.request().number(), quorum.n()) < quorum.weak();
  }

  private static long octets(List<Bytes> results) {
    long octets = 0;
    for (var result : results) {
      octets += result.length();
    }
    return octets;
  }
}
