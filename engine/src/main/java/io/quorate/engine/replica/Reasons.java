package io.quorate.engine.replica;

import io.quorate.engine.spi.Explained;
import java.util.stream.Stream;

/** Why an actor around the replica ended, in words for an operator. */
final class Reasons {

  private static final int DEEPEST = 16;

  private Reasons() {}

  static String of(String actor, Throwable failure) {
    return causes(failure)
        .filter(Explained.class::isInstance)
        .findFirst()
        .map(Throwable::getMessage)
        .orElseGet(() -> actor + " failed: " + plain(failure));
  }

  private static String plain(Throwable failure) {
    var root = causes(failure).reduce((first, second) -> second).orElse(failure);
    if (root instanceof OutOfMemoryError) {
      return "out of memory (" + root.getMessage() + "); give the process more and start it again";
    }
    if (root instanceof StackOverflowError) {
      return "the state machine ran out of stack; see the log";
    }
    var name = root.getClass().getSimpleName();
    return root.getMessage() == null ? name + "; see the log" : root.getMessage();
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause).limit(DEEPEST);
  }
}
