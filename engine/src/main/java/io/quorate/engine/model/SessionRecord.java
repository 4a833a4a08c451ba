package io.quorate.engine.model;

import java.util.List;

/**
 * What must be remembered of one client session so that nothing is executed twice.
 *
 * @param floor requests up to this number are too old to be executed any more
 * @param answers the latest executed requests, by number
 */
public record SessionRecord(ClientId client, long session, long floor, List<Answered> answers) {

  public SessionRecord {
    answers = List.copyOf(answers);
  }

  /**
   * One executed request.
   *
   * @param results one an operation; empty when they were too large to keep
   */
  public record Answered(long number, SequenceNumber sequence, List<Bytes> results) {
    public Answered {
      results = List.copyOf(results);
    }
  }
}
