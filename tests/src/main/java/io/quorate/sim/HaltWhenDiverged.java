package io.quorate.sim;

import io.quorate.engine.model.Digest;
import io.quorate.engine.model.message.MessageType;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * R2: a replica whose header is not that of the others, so whose state is not, stops itself. It may
 * go on up to its high mark, for it may not have heard the others yet.
 */
final class HaltWhenDiverged implements Check {

  private final TreeMap<Long, Map<Integer, Digest>> headers = new TreeMap<>();
  private final Map<Integer, Long> diverged = new HashMap<>();
  private final int window;
  private final Consumer<String> complain;

  HaltWhenDiverged(int window, Consumer<String> complain) {
    this.window = window;
    this.complain = complain;
  }

  @Override
  public String name() {
    return "divergence";
  }

  @Override
  public void said(Utterance what) {
    if (what.type() != MessageType.CHECKPOINT) {
      return;
    }
    var at = headers.computeIfAbsent(what.sequence(), each -> new TreeMap<>());
    at.put(what.replica(), what.digest());
    at.forEach((replica, digest) -> judge(replica, digest, what.sequence(), at));
    var since = diverged.get(what.replica());
    if (since != null && what.sequence() > since + window) {
      complain.accept(
          "replica " + what.replica() + " has another header since " + since + " and goes on");
    }
  }

  /** Two others that agree: one of them could have been the one that is wrong. */
  private void judge(int replica, Digest digest, long sequence, Map<Integer, Digest> at) {
    boolean alone =
        at.values().stream()
            .filter(other -> !other.equals(digest))
            .anyMatch(other -> at.values().stream().filter(other::equals).count() > 1);
    if (alone) {
      diverged.putIfAbsent(replica, sequence);
    }
  }

  @Override
  public void started(int replica) {
    diverged.remove(replica);
  }
}
