package io.quorate.sim;

import io.quorate.engine.codec.MessageCodec;
import io.quorate.engine.codec.Unverified;
import io.quorate.engine.crypto.MessageVerifier;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.message.Message.Reply;
import io.quorate.engine.model.message.MessageType;
import io.quorate.engine.model.message.Statement;
import io.quorate.engine.replica.Mode;
import io.quorate.engine.replica.ReplicaState;
import io.quorate.sim.adversary.Adversary;
import io.quorate.sim.adversary.EquivocationPlan;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** One run: builds the group, lets time pass, asks the checks. */
final class Simulation {

  private static final int PROBES = 3;
  private static final long PATIENCE = 90_000_000_000L;
  private static final long LOOK = 100_000_000;
  private static final int STEPS_BETWEEN_WEIGHINGS = 16_384;
  private static final Set<Mode> SETTLED = EnumSet.of(Mode.AGREEING, Mode.LEARNING);

  private final Scenario scenario;
  private final Trace trace = new Trace();
  private final Tally faults = new Tally();
  private final Tally transitions = new Tally();
  private final Tally refusals = new Tally();
  private final Identities identities;
  private final SimulatedClock clock;
  private final SimulatedNetwork network;
  private final CheckRunner checkRunner;
  private final Set<Digest> asked = new HashSet<>();
  private final List<SimulatedReplica> replicas = new ArrayList<>();
  private Optional<SimulatedReplica> second = Optional.empty();
  private final List<SimulatedClient> clients = new ArrayList<>();
  private final List<ByzantineClient> mischievous = new ArrayList<>();
  private final Pace pace;
  private final Conflicts conflicts;
  private final SimulatedProcess ofClients;
  private final Nemesis nemesis;
  private final Handicaps handicaps;
  private long steps;

  Simulation(Scenario scenario) {
    this.scenario = scenario;
    var chance = new SplittableRandom(scenario.seed());
    var scheduling = chance.split();
    var weather = chance.split();
    var faulty = chance.split();
    var asking = chance.split();
    var bearing = chance.split();
    this.identities =
        new Identities(
            scenario.replicas(),
            scenario.clients() + scenario.clientFault().size(),
            scenario.rules(),
            scenario.real());
    this.clock = new SimulatedClock(scheduling, trace);
    this.network = new SimulatedNetwork(clock, weather, trace, faults);
    this.checkRunner = new CheckRunner(clock, scenario.liars().keySet(), scenario.transcript());
    scenario.transcript().follow(clock::now);
    this.pace = checkRunner.watch(complain -> new Pace(clock, complain));
    this.conflicts = new Conflicts(identities.verifier());
    watch();
    settle(faulty);
    invite(asking);
    this.ofClients = SimulatedClient.start(clients, clock);
    this.nemesis =
        new Nemesis(
            new Nemesis.Battlefield(clock, network, faults, scenario.transcript()),
            replicas,
            scenario.disturbances(),
            (scenario.replicas() - 1) / 3 - scenario.liars().size(),
            faulty.split());
    this.handicaps = new Handicaps(clock, network, replicas, bearing, scenario.trouble());
  }

  private void watch() {
    checkRunner.watch(complain -> scenario.transcript());
    checkRunner.watch(Agreement::new);
    checkRunner.watch(GaplessOrder::new);
    checkRunner.watch(AtMostOnce::new);
    checkRunner.watch(complain -> new Validity(asked, complain));
    checkRunner.watch(EqualHeaders::new);
    checkRunner.watch(NoConflictingVotes::new);
    checkRunner.watch(complain -> new HaltWhenDiverged(scenario.rules().window(), complain));
    checkRunner.watch(complain -> new Linearizable(clock::now, complain));
    checkRunner.watch(BoundedMemory::new);
    checkRunner.watch(complain -> new BoundedAnswers(scenario.rules().limits(), complain));
    checkRunner.watch(Durability::new);
    checkRunner.watch(ProgressAfterCalm::new);
    network.tap(new WireTap(checkRunner, asked, identities.verifier()));
  }

  private void settle(SplittableRandom chance) {
    var world =
        new SimulatedReplica.World(
            clock,
            network,
            identities,
            checkRunner,
            transitions,
            refusals,
            scenario.parts(),
            scenario.sizes(),
            scenario.costs(),
            scenario.transcript());
    var shared = new EquivocationPlan();
    var founding = new Adversary.Means.Founding(scenario.rules(), identities.beginning());
    for (int i = 0; i < scenario.replicas(); i++) {
      var means =
          new Adversary.Means(
              i, scenario.replicas(), identities.replica(i), chance.split(), founding, shared);
      var adversary =
          Optional.ofNullable(scenario.liars().get(i))
              .map(fault -> fault.apply(means))
              .orElse(Adversary.HONEST);
      var disk = scenario.parts().disk(i, clock, chance.split(), faults);
      replicas.add(settle(new SimulatedReplica(i, i, world, disk, adversary), i));
    }
    scenario
        .twins()
        .ifPresent(
            plan -> {
              int i = plan.replica();
              var disk = scenario.parts().disk(i, clock, chance.split(), faults);
              var twin = new SimulatedReplica(i, Twins.NODE, world, disk, Adversary.HONEST);
              second = Optional.of(settle(twin, Twins.NODE));
              network.doubled(i, Twins.NODE);
              network.cutUntilCalm(new Twins(plan, scenario.replicas()));
            });
  }

  private SimulatedReplica settle(SimulatedReplica replica, int place) {
    boolean correct = checkRunner.trusts(replica.index());
    network.join(
        place,
        (lane, wire) -> {
          if (correct && replica.isUp()) {
            conflicts.reaching(place, wire);
          }
          replica.receive(lane, wire);
        });
    return replica;
  }

  private void invite(SplittableRandom chance) {
    var around =
        new ByzantineClient.Surroundings(
            clock, network, identities, checkRunner, scenario.sizes(), scenario.costs());
    for (int i = 1; i <= scenario.clients(); i++) {
      var id = new ClientId(i);
      var client = new SimulatedClient(id, around, chance.split());
      clients.add(client);
      network.join(SimulatedTransport.node(id), client::receive);
    }
    for (var clientFault : scenario.clientFault()) {
      var id = new ClientId(scenario.clients() + mischievous.size() + 1);
      var client = new ByzantineClient(id, around, clientFault, chance.split());
      mischievous.add(client);
      network.join(SimulatedTransport.node(id), client::receive);
    }
  }

  Run run() {
    network.costs(scenario.costs());
    network.weather(scenario.weather());
    network.cutUntilCalm(scenario.cut());
    network.dragUntilCalm(scenario.drag());
    replicas.stream()
        .filter(replica -> !scenario.absent().contains(replica.index()))
        .forEach(SimulatedReplica::start);
    second.ifPresent(SimulatedReplica::start);
    int requests = Math.max(1, scenario.requests() / scenario.clients());
    clients.forEach(client -> client.ask(requests, scenario.longestPause()));
    mischievous.forEach(client -> client.ask(requests, scenario.longestPause()));
    handicaps.lay(scenario.handicaps());
    nemesis.begin();
    passUntil(scenario.trouble());
    nemesis.end();
    int before =
        pace.answers() + clients.stream().mapToInt(each -> each.outstanding().size()).sum();
    long soon = Math.min(scenario.longestPause(), SimulatedGroup.LONGEST_PAUSE);
    clients.forEach(client -> client.ask(PROBES, soon));
    long end = clock.now() + PATIENCE;
    do {
      passUntil(clock.now() + LOOK);
    } while (clock.now() < end && !isOver());
    replicas.forEach(SimulatedReplica::weigh);
    checkRunner.ended(new Check.Ending(standings(), unanswered()));
    close();
    return report(before);
  }

  private void passUntil(long moment) {
    var arrived = new boolean[1];
    clock.after(moment - clock.now(), () -> arrived[0] = true);
    while (!arrived[0]) {
      clock.step();
      if (++steps % STEPS_BETWEEN_WEIGHINGS == 0) {
        replicas.forEach(SimulatedReplica::weigh);
      }
    }
  }

  private boolean isOver() {
    var standings = standings();
    honest().forEach(SimulatedNode::look);
    return clients.stream().allMatch(SimulatedClient::isDone)
        && standings.stream().allMatch(Check.Standing::settled)
        && standings.stream().map(Check.Standing::executed).distinct().count() == 1
        && standings.stream().map(each -> each.outcomes().size()).distinct().count() == 1;
  }

  private Stream<SimulatedNode> honest() {
    return replicas.stream()
        .filter(replica -> checkRunner.trusts(replica.index()))
        .flatMap(replica -> replica.node().stream());
  }

  private List<Check.Standing> standings() {
    return replicas.stream()
        .filter(replica -> checkRunner.trusts(replica.index()))
        .flatMap(replica -> replica.node().stream().map(node -> standing(replica, node)))
        .toList();
  }

  private static Check.Standing standing(SimulatedReplica replica, SimulatedNode node) {
    return new Check.Standing(
        replica.index(),
        node.state().filter(state -> SETTLED.contains(state.mode())).isPresent(),
        node.state().map(state -> state.executed().value()).orElse(0L),
        node.machine().outcomes());
  }

  private List<String> unanswered() {
    return clients.stream().flatMap(client -> client.outstanding().stream()).toList();
  }

  /** Ends all processes, and with them the run. */
  private void close() {
    Stream.concat(replicas.stream(), second.stream())
        .flatMap(replica -> replica.node().stream())
        .forEach(SimulatedNode::kill);
    ofClients.kill();
    if (clock.strangers() > 0) {
      checkRunner.complain("one thread", "another thread than the simulation's had work");
    }
  }

  private Run report(int asked) {
    return new Run(
        scenario.seed(),
        List.copyOf(checkRunner.violations()),
        trace.hash(),
        clients.stream().mapToInt(SimulatedClient::answered).sum(),
        highest(state -> state.view().value()),
        highest(state -> state.stable().sequence().value()),
        clock.now() / 1_000_000,
        refusals.counts(),
        conflicts.delivered(),
        pace.longestPause(asked),
        pace.reached(asked),
        pace.moments(),
        pace.replaced(),
        honest().map(node -> node.state().toString()).toList(),
        transitions.counts(),
        faults.counts(),
        nemesis.drawn());
  }

  private long highest(ToLongFunction<ReplicaState> what) {
    return honest().flatMap(node -> node.state().stream()).mapToLong(what).max().orElse(0);
  }

  /** Hears what is truly signed, whoever carries it. */
  private record WireTap(CheckRunner checkRunner, Set<Digest> asked, MessageVerifier verifier)
      implements SimulatedNetwork.Tap {
    @Override
    public void passing(int from, Bytes wire) {
      verifier.open(wire, stranger -> {}).filter(verifier::isSigned).ifPresent(this::hear);
    }

    private void hear(Unverified message) {
      var said = message.statement();
      hear(said);
      if (said.type() == MessageType.REPLY) {
        MessageCodec.read(message)
            .match(reply -> checkRunner.replied((int) said.signer(), (Reply) reply), error -> {});
      }
    }

    private void hear(Statement said) {
      if (said.type().isFromClient()) {
        asked.add(said.digest());
      } else {
        checkRunner.said(
            new Check.Utterance(
                (int) said.signer(), said.type(), said.view(), said.sequence(), said.digest()));
      }
    }
  }
}
