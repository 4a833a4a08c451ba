package io.quorate.sim;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Limits;
import io.quorate.engine.model.message.Message.Reply;
import java.util.function.Consumer;

/** R2: no replica answers a request with more than the group's limits allow. */
final class BoundedAnswers implements Check {

  private final Limits limits;
  private final Consumer<String> complain;

  BoundedAnswers(Limits limits, Consumer<String> complain) {
    this.limits = limits;
    this.complain = complain;
  }

  @Override
  public String name() {
    return "bounded answers";
  }

  @Override
  public void replied(int replica, Reply reply) {
    for (var answer : reply.answers()) {
      long bytes = answer.results().stream().mapToLong(Bytes::length).sum();
      if (bytes > limits.largestAnswer()) {
        complain.accept(
            "replica "
                + replica
                + " answers "
                + answer.request()
                + " with "
                + bytes
                + " bytes, which may have "
                + limits.largestAnswer());
      }
    }
  }
}
