package io.quorate.sim;

import io.quorate.engine.model.message.Message.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/** Tells the checks what happened, and keeps what they complain about. */
final class CheckRunner {

  private static final int MOST_OF_A_KIND = 5;

  private final List<Check> checks = new ArrayList<>();
  private final List<Violation> violations = new ArrayList<>();
  private final SimulatedClock clock;
  private final Set<Integer> liars;
  private final Transcript transcript;

  /**
   * @param liars replicas of whom nothing is expected
   * @param transcript where complaints are written down
   */
  CheckRunner(SimulatedClock clock, Set<Integer> liars, Transcript transcript) {
    this.clock = clock;
    this.liars = new TreeSet<>(liars);
    this.transcript = transcript;
  }

  /** Adds a check, made with the place where it complains. */
  <C extends Check> C watch(Function<Consumer<String>, C> making) {
    var name = new String[1];
    var check = making.apply(what -> complain(name[0], what));
    name[0] = check.name();
    checks.add(check);
    return check;
  }

  /** From now on nothing is expected of this replica either. */
  void exclude(int replica) {
    liars.add(replica);
  }

  boolean trusts(int replica) {
    return !liars.contains(replica);
  }

  List<Violation> violations() {
    return violations;
  }

  void executed(Check.Execution what) {
    if (trusts(what.replica())) {
      checks.forEach(check -> check.executed(what));
    }
  }

  void decided(Check.Ruling what) {
    if (trusts(what.replica())) {
      checks.forEach(check -> check.decided(what));
    }
  }

  void started(int replica) {
    if (trusts(replica)) {
      checks.forEach(check -> check.started(replica));
    }
  }

  void restored(int replica) {
    if (trusts(replica)) {
      checks.forEach(check -> check.restored(replica));
    }
  }

  void said(Check.Utterance what) {
    if (trusts(what.replica())) {
      checks.forEach(check -> check.said(what));
    }
  }

  void replied(int replica, Reply reply) {
    if (trusts(replica)) {
      checks.forEach(check -> check.replied(replica, reply));
    }
  }

  void asked(String operation) {
    checks.forEach(check -> check.asked(operation));
  }

  void accepted(Check.Acceptance what) {
    checks.forEach(check -> check.accepted(what));
  }

  void halted(int replica, String why) {
    if (trusts(replica)) {
      checks.forEach(check -> check.halted(replica, why));
    }
  }

  void weighed(Check.Weight what) {
    if (trusts(what.replica())) {
      checks.forEach(check -> check.weighed(what));
    }
  }

  void ended(Check.Ending how) {
    checks.forEach(check -> check.ended(how));
  }

  /** Keeps a complaint. */
  void complain(String property, String what) {
    long known = violations.stream().filter(each -> each.property().equals(property)).count();
    if (known < MOST_OF_A_KIND) {
      var violation = new Violation(property, what, clock.now() / 1_000_000);
      violations.add(violation);
      transcript.complaint(violation);
    }
  }
}
