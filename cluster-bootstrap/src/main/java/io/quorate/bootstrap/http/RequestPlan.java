package io.quorate.bootstrap.http;

import io.quorate.engine.model.Bytes;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a request needs before it can be carried out.
 *
 * @param mostBody bytes of the longest body taken; 0 when a body means nothing here
 * @param answer bytes that the answer may get, as far as known
 * @param always carried out whatever else is under way: health never waits behind requests
 */
record RequestPlan(
    int mostBody, long answer, boolean always, Function<Bytes, CompletionStage<Answer>> run) {

  static RequestPlan taking(
      int mostBody, long answer, Function<Bytes, CompletionStage<Answer>> run) {
    return new RequestPlan(mostBody, answer, false, run);
  }

  static RequestPlan expecting(long answer, Supplier<CompletionStage<Answer>> run) {
    return new RequestPlan(0, answer, false, ignored -> run.get());
  }

  static RequestPlan always(Supplier<CompletionStage<Answer>> run) {
    return new RequestPlan(0, 0, true, ignored -> run.get());
  }
}
