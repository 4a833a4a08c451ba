package io.quorate.sim;

import io.quorate.engine.codec.MessageCodec;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.ProtocolRules;
import io.quorate.engine.model.RequestId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** One run: builds the group, lets time pass, asks the checks. */
final class Simulation {

  private static final ProtocolRules RULES = new ProtocolRules(8, 32, 64, 100_000, 60_000);
  private static final int CLIENTS = 6;
  private static final int PROBES = 3;
  private static final long STORM = 8_000_000_000L;
  private static final long LONGEST_PAUSE = 150_000_000;
  private static final long PATIENCE = 90_000_000_000L;
  private static final long LOOK = 100_000_000;

  private final Scenario scenario;
  private final Trace trace = new Trace();
  private final Identities identities;
  private final SimulatedClock clock;
  private final SimulatedNetwork network;
  private final Witness witness;
  private final Set<Digest> asked = new HashSet<>();
  private final List<SimulatedReplica> replicas = new ArrayList<>();
  private final List<SimulatedClient> clients = new ArrayList<>();
  private final Nemesis nemesis;

  Simulation(Scenario scenario) {
    this.scenario = scenario;
    var chance = new SplittableRandom(scenario.seed());
    var scheduling = chance.split();
    var weather = chance.split();
    var faults = chance.split();
    var asking = chance.split();
    this.identities =
        new Identities(
            scenario.replicas(), CLIENTS + scenario.doubleDealers(), RULES, scenario.real());
    this.clock = new SimulatedClock(scheduling);
    this.network = new SimulatedNetwork(clock, weather, trace);
    this.witness = new Witness(clock, scenario.liars().keySet());
    watch();
    settle(faults);
    invite(asking);
    this.nemesis = new Nemesis(clock, network, replicas, scenario.disturbances(), faults.split());
  }

  private void watch() {
    witness.watch(Agreement::new);
    witness.watch(GaplessOrder::new);
    witness.watch(AtMostOnce::new);
    witness.watch(complain -> new Validity(asked, complain));
    witness.watch(EqualHeaders::new);
    witness.watch(OneVoice::new);
    witness.watch(Durability::new);
    witness.watch(ProgressAfterCalm::new);
    network.tap(new WireTap(scenario.replicas(), witness));
  }

  private void settle(SplittableRandom chance) {
    var world = new SimulatedReplica.World(clock, network, identities, witness, new HashMap<>());
    var beginning = identities.beginning().header();
    var conspiracy = new Equivocator.Conspiracy();
    for (int i = 0; i < scenario.replicas(); i++) {
      int index = i;
      var disk = scenario.parts().disk(index, clock, chance.split());
      var means =
          new Adversary.Means(
              index, scenario.replicas(), identities.replica(index), chance.split(), conspiracy);
      var replica =
          new SimulatedReplica(
              index,
              world,
              disk,
              () -> scenario.parts().executor(index, beginning, RULES.checkpointInterval()),
              Optional.ofNullable(scenario.liars().get(index))
                  .map(nature -> nature.apply(means))
                  .orElse(List::of));
      replicas.add(replica);
      network.join(index, replica::receive);
    }
  }

  private void invite(SplittableRandom chance) {
    var around = new SimulatedClient.Surroundings(clock, network, identities, witness, asked);
    for (int i = 1; i <= CLIENTS + scenario.doubleDealers(); i++) {
      var id = new ClientId(i);
      var client = new SimulatedClient(id, around, i > CLIENTS, chance.split());
      clients.add(client);
      network.join(SimulatedClient.node(id), client::receive);
    }
  }

  Run run() {
    network.weather(scenario.weather());
    replicas.forEach(SimulatedReplica::start);
    clients.forEach(client -> client.ask(scenario.requests() / CLIENTS, LONGEST_PAUSE));
    nemesis.begin();
    passUntil(STORM);
    nemesis.end();
    clients.forEach(client -> client.ask(PROBES, LONGEST_PAUSE));
    long end = clock.now() + PATIENCE;
    while (clock.now() < end && !isOver()) {
      passUntil(clock.now() + LOOK);
    }
    witness.ended(new Check.Ending(standings(), unanswered()));
    return report();
  }

  private void passUntil(long moment) {
    var arrived = new boolean[1];
    clock.after(moment - clock.now(), () -> arrived[0] = true);
    while (!arrived[0]) {
      clock.step();
    }
  }

  private boolean isOver() {
    var standings = standings();
    return clients.stream().filter(SimulatedClient::isHonest).allMatch(SimulatedClient::isDone)
        && standings.stream().map(Check.Standing::executed).distinct().count() == 1;
  }

  private List<Shell> honest() {
    return replicas.stream()
        .filter(replica -> witness.trusts(replica.index()))
        .flatMap(replica -> replica.shell().stream())
        .toList();
  }

  private List<Check.Standing> standings() {
    return honest().stream()
        .map(
            shell ->
                new Check.Standing(
                    (int) shell.signer().id(),
                    shell.executor().executed().value(),
                    shell.executor().outcomes()))
        .toList();
  }

  private List<RequestId> unanswered() {
    return clients.stream()
        .filter(SimulatedClient::isHonest)
        .flatMap(client -> client.outstanding().stream())
        .toList();
  }

  private Run report() {
    return new Run(
        scenario.seed(),
        List.copyOf(witness.violations()),
        trace.hash(),
        clients.stream().mapToInt(SimulatedClient::answered).sum(),
        honest().stream().mapToLong(shell -> shell.core().view().value()).max().orElse(0),
        honest().stream()
            .mapToLong(shell -> shell.core().stable().sequence().value())
            .max()
            .orElse(0),
        clock.now() / 1_000_000,
        honest().stream().map(shell -> shell.standing().toString()).toList());
  }

  /** Hears what replicas sign, whoever carries it. */
  private record WireTap(int group, Witness witness) implements SimulatedNetwork.Tap {
    @Override
    public void passing(int from, Bytes wire) {
      if (from < group) {
        MessageCodec.open(wire)
            .match(
                opened -> {
                  var said = opened.statement();
                  if (!said.type().isFromClient()) {
                    witness.said(
                        new Check.Utterance(
                            (int) said.signer(),
                            said.type(),
                            said.view(),
                            said.sequence(),
                            said.digest()));
                  }
                },
                error -> {});
      }
    }
  }
}
