package io.quorate.engine.client;

import io.quorate.engine.model.Bytes;
import java.util.List;

/**
 * How many operations of a request will be executed, learnt from the answers before. Replicas
 * execute no more of a request once its results have reached a limit, so what is bundled beyond
 * that is sent for nothing. An answer that came to its end early sets the pace at once; afterwards
 * each answer counts twice as much as the one before it, so that small results soon fill requests
 * again.
 */
final class AnswerForecast {

  /** What a result weighs beside its bytes. */
  private static final int RESULT = 8;

  private final int most;
  private double bytes;
  private double results;

  /**
   * @param most bytes of a request's results after which no further operation is executed
   */
  AnswerForecast(int most) {
    this.most = most;
  }

  /** Operations that are worth one request; at least one. */
  int operations() {
    return results == 0 ? Integer.MAX_VALUE : (int) Math.max(1, most * results / bytes);
  }

  /**
   * Learns from an answer. One without results tells nothing: others had filled the batch.
   *
   * @param asked operations of the request
   */
  void answered(int asked, List<Bytes> answer) {
    if (answer.isEmpty()) {
      return;
    }
    boolean whole = answer.size() == asked;
    bytes = whole ? bytes / 2 : 0;
    results = whole ? results / 2 : 0;
    results += answer.size();
    for (var result : answer) {
      bytes += RESULT + result.length();
    }
  }
}
