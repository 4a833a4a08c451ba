package io.quorate.engine.model;

import java.util.List;

/**
 * What must be remembered of one client, so that nothing is executed twice and what was answered
 * can be answered again.
 *
 * @param forgotten which sessions are not remembered
 * @param sessions by their numbers
 * @param replies the oldest first
 */
public record ClientRecord(
    ClientId client, Forgotten forgotten, List<Session> sessions, List<Reply> replies) {

  public ClientRecord {
    sessions = List.copyOf(sessions);
    replies = List.copyOf(replies);
  }

  /**
   * Sessions that are not remembered any more.
   *
   * @param used the highest slot at which one of them was used last; 0 if there are none
   * @param ranges of numbers that hold all of theirs, ascending
   */
  public record Forgotten(SequenceNumber used, List<Range> ranges) {
    public Forgotten {
      ranges = List.copyOf(ranges);
    }
  }

  /** Numbers of sessions, both ends included. */
  public record Range(long first, long last) {}

  /**
   * Which requests of one session were executed.
   *
   * @param used the slot that executed one last
   * @param highest of the numbers executed
   * @param executed a bit for each of the latest numbers, by the number's remainder
   */
  public record Session(long number, SequenceNumber used, long highest, Bytes executed) {}

  /**
   * What one request came to.
   *
   * @param age counts up over the replies of all clients
   * @param at the slot that executed it
   * @param results of its operations, as far as they were executed
   */
  public record Reply(long age, long session, long number, SequenceNumber at, List<Bytes> results) {
    public Reply {
      results = List.copyOf(results);
    }
  }
}
