package io.quorate.engine.core.viewchange;

import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Configuration;
import io.quorate.engine.model.message.Message.NewView;
import io.quorate.engine.model.message.Message.ViewChange;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Is a NEW-VIEW justified? It is believed, never obeyed (OSDI '99, §4.4). */
final class NewViewCheck {

  private NewViewCheck() {}

  /** Why its form already refutes it; whether its view changes are here is another question. */
  static Optional<String> flaw(Verified<NewView> newView, Configuration configuration) {
    var message = newView.message();
    if (newView.signer() != configuration.primaryOf(message.view()).value()) {
      return Optional.of("not by the view's primary");
    }
    var replicas = new HashSet<>();
    for (var each : message.justifications()) {
      if (!configuration.contains(each.replica()) || !replicas.add(each.replica())) {
        return Optional.of("names a stranger, or one replica twice");
      }
    }
    return replicas.size() < configuration.quorum().size()
        ? Optional.of("names fewer view changes than a quorum")
        : Optional.empty();
  }

  /** All the named view changes are here and are for this view. */
  static boolean isComplete(NewView message, List<Verified<ViewChange>> found) {
    return found.size() == message.justifications().size()
        && found.stream().allMatch(change -> change.message().view().equals(message.view()));
  }
}
