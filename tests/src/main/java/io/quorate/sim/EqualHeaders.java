package io.quorate.sim;

import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Header;
import java.util.TreeMap;
import java.util.function.Consumer;

/** S6: at one number all correct replicas have the same header, so the same history and state. */
final class EqualHeaders implements Check {

  private final TreeMap<Long, Digest> headers = new TreeMap<>();
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
    compare(what.replica(), what.header());
  }

  @Override
  public void restored(int replica, Header to) {
    compare(replica, to);
  }

  private void compare(int replica, Header header) {
    var first = headers.putIfAbsent(header.sequence().value(), header.digest());
    if (first != null && !first.equals(header.digest())) {
      complain.accept("replica " + replica + " has another header at " + header.sequence());
    }
  }
}
