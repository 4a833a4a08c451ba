package io.quorate.sim;

import io.quorate.engine.model.Digest;
import io.quorate.engine.model.message.MessageType;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * S8: over its whole life, restarts included, a correct replica never signs two digests for one
 * type, view and number. Seen from the wire; it catches what would break agreement early.
 */
final class NoConflictingVotes implements Check {

  private final Map<Place, Digest> said = new HashMap<>();
  private final Consumer<String> complain;

  private record Place(int replica, MessageType type, long view, long sequence) {}

  NoConflictingVotes(Consumer<String> complain) {
    this.complain = complain;
  }

  @Override
  public String name() {
    return "one voice";
  }

  @Override
  public void said(Utterance what) {
    switch (what.type()) {
      case PRE_PREPARE, PREPARE, COMMIT, CHECKPOINT, VIEW_CHANGE, NEW_VIEW -> {
        var place = new Place(what.replica(), what.type(), what.view(), what.sequence());
        var first = said.putIfAbsent(place, what.digest());
        if (first != null && !first.equals(what.digest())) {
          complain.accept("two digests signed: " + place);
        }
      }
      default -> {}
    }
  }
}
