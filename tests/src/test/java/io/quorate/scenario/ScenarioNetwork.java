package io.quorate.scenario;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.message.MessageType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Carries what replicas say, unless a rule of the script loses it or holds it back. */
final class ScenarioNetwork {

  private final List<Rule> rules = new ArrayList<>();
  private final List<SentMessage> sent = new ArrayList<>();
  private List<Parcel> underWay = new ArrayList<>();
  private List<Parcel> held = new ArrayList<>();

  /** One message to one replica. */
  record Parcel(MessageType type, int from, int to, Bytes wire) {}

  /** What becomes of a parcel that a rule is about. */
  enum Fate {
    LOST,
    HELD
  }

  /**
   * Of everything that is said, what shall not arrive, or not yet.
   *
   * @param type any, when empty
   */
  record Rule(Fate fate, Optional<MessageType> type, Set<Integer> from, Set<Integer> to) {
    boolean isAbout(Parcel parcel) {
      return (type.isEmpty() || type.get() == parcel.type())
          && from.contains(parcel.from())
          && to.contains(parcel.to());
    }
  }

  void add(Rule rule) {
    rules.add(rule);
  }

  /** Every rule ends; what was held back arrives next. */
  void mend() {
    rules.clear();
    underWay.addAll(held);
    held = new ArrayList<>();
  }

  /** What anybody ever said, whether it arrived or not. */
  List<SentMessage> sent() {
    return sent;
  }

  void send(SentMessage sentMessage, int from, Collection<Integer> to) {
    sent.add(sentMessage);
    to.forEach(
        each -> send(new Parcel(sentMessage.message().type(), from, each, sentMessage.wire())));
  }

  private void send(Parcel parcel) {
    var fate = rules.stream().filter(rule -> rule.isAbout(parcel)).map(Rule::fate).findFirst();
    if (fate.isEmpty()) {
      underWay.add(parcel);
    } else if (fate.get() == Fate.HELD) {
      held.add(parcel);
    }
  }

  /** Takes all that is under way. */
  List<Parcel> take() {
    var taken = underWay;
    underWay = new ArrayList<>();
    return taken;
  }
}
