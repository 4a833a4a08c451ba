package io.quorate.extension.celestia;

import io.quorate.engine.model.Bytes;
import java.time.Instant;
import java.util.List;

/** The votes that decided a CometBFT block. */
public record CometCommit(long height, long round, BlockId block, List<Vote> votes) {

  private static final int PRECOMMIT = 2;

  public CometCommit {
    votes = List.copyOf(votes);
  }

  /**
   * One validator's entry.
   *
   * @param signature empty where it did not vote
   */
  public record Vote(Flag flag, Bytes validator, Instant time, Bytes signature) {}

  /** What an entry says. */
  public enum Flag {
    ABSENT,
    COMMIT,
    NIL;

    /** By its number in JSON and protobuf, 1 to 3. */
    static Flag of(long number) {
      if (number < 1 || number > values().length) {
        throw new IllegalArgumentException("a block_id_flag from 1 to 3, not " + number);
      }
      return values()[(int) number - 1];
    }
  }

  /** What this vote's signature covers: CanonicalVote, with its length before it. */
  Bytes signedBy(Vote vote, String chain) {
    return new ProtobufWriter()
        .number(1, PRECOMMIT)
        .fixed64(2, height)
        .fixed64(3, round)
        .message(4, block.toProtobuf())
        .message(5, ProtobufWriter.time(vote.time()))
        .text(6, chain)
        .toDelimited();
  }
}
