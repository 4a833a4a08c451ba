package io.quorate.sim;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.message.MessageType;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * S6: at one checkpoint all correct replicas sign the same header, so the same history and state,
 * and one operation has one result.
 */
final class EqualHeaders implements Check {

  private final TreeMap<Long, Digest> headers = new TreeMap<>();
  private final TreeMap<Long, Bytes> results = new TreeMap<>();
  private final Consumer<String> complain;

  EqualHeaders(Consumer<String> complain) {
    this.complain = complain;
  }

  @Override
  public String name() {
    return "equal headers";
  }

  @Override
  public void executed(Execution what) {
    var first = results.putIfAbsent(what.place(), what.result());
    if (first != null && !first.equals(what.result())) {
      complain.accept(
          "replica " + what.replica() + " has another result of operation " + what.place());
    }
  }

  @Override
  public void said(Utterance what) {
    if (what.type() == MessageType.CHECKPOINT) {
      var first = headers.putIfAbsent(what.sequence(), what.digest());
      if (first != null && !first.equals(what.digest())) {
        complain.accept("replica " + what.replica() + " has another header at " + what.sequence());
      }
    }
  }
}
