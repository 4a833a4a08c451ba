package io.quorate.scenario;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.core.CoreSettings;
import io.quorate.engine.core.agreement.BatchCutter;
import io.quorate.engine.core.effect.Effect;
import io.quorate.engine.core.viewchange.ViewTimeout;
import io.quorate.engine.fixtures.Committee;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Genesis;
import io.quorate.engine.model.Limit;
import io.quorate.engine.model.Limits;
import io.quorate.engine.model.ProtocolRules;
import io.quorate.engine.model.message.Message.PrePrepare;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the replicas of one scenario share: keys, names, the network, the clock, the log.
 *
 * @param committee four replicas, a checkpoint every 4 slots, 8 slots open at most
 */
record ScenarioWorld(
    Committee committee,
    ShortNames shortNames,
    ScenarioNetwork network,
    ScenarioLog scenarioLog,
    Time time,
    Decided decided) {

  static final int SIZE = 4;
  static final ProtocolRules RULES =
      new ProtocolRules(
          4,
          8,
          60_000,
          Limits.DEFAULT
              .with(Limit.BATCH_OPERATIONS, 64)
              .with(Limit.OPERATION_BYTES, 10_000)
              .with(Limit.REQUEST_BYTES, 10_000));

  /** Calendar time when a scenario begins, in milliseconds. */
  private static final long BEGINNING = 1_700_000_000_000L;

  static ScenarioWorld create() {
    var like = Committee.of(SIZE);
    var founding = like.genesis();
    var genesis =
        new Genesis(
            founding.name(), founding.nonce(), founding.members(), founding.clients(), RULES);
    var committee = new Committee(genesis, Canonical.clusterId(genesis), like.scheme());
    return new ScenarioWorld(
        committee,
        new ShortNames(),
        new ScenarioNetwork(),
        new ScenarioLog(),
        new Time(),
        new Decided());
  }

  /** Each request may have a slot of its own, and no decision is kept once a checkpoint has it. */
  static CoreSettings settings() {
    var usual = CoreSettings.of(RULES);
    return new CoreSettings(
        RULES,
        new BatchCutter(RULES.window(), 1, 1, 1),
        1,
        usual.evidenceOctets(),
        usual.fetchPatience(),
        usual.statusInterval(),
        usual.hurriedStatusInterval(),
        Duration.ofSeconds(2),
        usual.leastThroughput(),
        Duration.ZERO,
        usual.poolPerClient());
  }

  /** As a node has them by default. */
  static ViewTimeout timeout() {
    return new ViewTimeout(Duration.ofSeconds(2), Duration.ofSeconds(60));
  }

  /**
   * Somebody says something, and it is noted.
   *
   * @param to everybody else, when empty
   */
  void send(Bytes wire, int from, Optional<Set<Integer>> to) {
    var sentMessage = SentMessage.of(wire);
    if (sentMessage.message() instanceof PrePrepare proposal) {
      shortNames.learn(proposal.batch());
    }
    scenarioLog.note(
        from,
        to.map(each -> "to " + names(each) + " ").orElse("")
            + shortNames.of(sentMessage.message()));
    network.send(sentMessage, from, to.orElse(new TreeSet<>(ScenarioGroup.allBut(from))));
  }

  static String names(Set<Integer> replicas) {
    return replicas.stream().map(Object::toString).collect(Collectors.joining(","));
  }

  /** One clock for everybody, since the scenario began. */
  static final class Time {
    private Duration now = Duration.ZERO;

    long nanos() {
      return now.toNanos();
    }

    long millis() {
      return BEGINNING + now.toMillis();
    }

    void pass(Duration step) {
      now = now.plus(step);
    }
  }

  /** What was executed, by anybody: no script may end in a fork. */
  static final class Decided {
    private final Map<Long, Digest> batches = new HashMap<>();

    void note(Effect.Execute executed) {
      long at = executed.sequence().value();
      var first = batches.putIfAbsent(at, executed.batch().digest());
      if (first != null && !first.equals(executed.batch().digest())) {
        throw new AssertionError("two batches were executed at " + at);
      }
    }
  }
}
