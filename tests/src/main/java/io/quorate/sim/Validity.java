package io.quorate.sim;

import io.quorate.engine.model.Digest;
import java.util.Set;
import java.util.function.Consumer;

/** S3: whatever is executed was asked for by a client. */
final class Validity implements Check {

  private final Set<Digest> asked;
  private final Consumer<String> complain;

  /**
   * @param asked digests of all requests that clients signed, kept up to date
   */
  Validity(Set<Digest> asked, Consumer<String> complain) {
    this.asked = asked;
    this.complain = complain;
  }

  @Override
  public String name() {
    return "validity";
  }

  @Override
  public void decided(Ruling what) {
    for (var request : what.requests()) {
      if (!asked.contains(request)) {
        complain.accept("replica " + what.replica() + " decided " + request + ", nobody's request");
      }
    }
  }

  @Override
  public void executed(Execution what) {
    if (!what.operation().startsWith(what.client().value() + " ")) {
      complain.accept(
          "replica " + what.replica() + " applied '" + what.operation() + "' for " + what.client());
    }
  }
}
