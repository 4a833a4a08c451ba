package io.quorate.sim;

import io.quorate.engine.crypto.MessageVerifier;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.message.MessageType;
import io.quorate.engine.model.message.Statement;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts the proposals that reach a correct replica and contradict an earlier one that reached it:
 * another batch for the same slot, of the same view or one below.
 */
final class Conflicts {

  private final MessageVerifier verifier;
  private final Map<Place, Statement> first = new HashMap<>();
  private long delivered;

  private record Place(int replica, long sequence) {}

  Conflicts(MessageVerifier verifier) {
    this.verifier = verifier;
  }

  void reaching(int replica, Bytes wire) {
    verifier
        .open(wire, stranger -> {})
        .filter(opened -> opened.statement().type() == MessageType.PRE_PREPARE)
        .filter(verifier::isSigned)
        .ifPresent(opened -> note(replica, opened.statement()));
  }

  private void note(int replica, Statement said) {
    var place = new Place(replica, said.sequence());
    var known = first.get(place);
    if (known == null || said.view() > known.view()) {
      first.put(place, said);
    } else if (!known.digest().equals(said.digest())) {
      delivered++;
    }
  }

  long delivered() {
    return delivered;
  }
}
