package io.quorate.scenario;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.fixtures.Committee;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.message.Message.Request;
import io.quorate.engine.model.message.MessageType;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Four replicas, their disks, and who of them is up. Each command takes place to its end: whatever
 * is said arrives, and is answered, in rounds, until all are silent.
 */
final class ScenarioGroup {

  private static final Duration STEP = Duration.ofMillis(50);
  private static final String WHO = "([0-3](?:,[0-3])*)";
  private static final String FROM_TO = "(?: from " + WHO + ")?(?: to " + WHO + ")?";

  private final Map<Pattern, Consumer<MatchResult>> commands = new LinkedHashMap<>();
  private final ScenarioWorld world = ScenarioWorld.create();
  private final List<ScenarioDisk> disks;
  private final TreeMap<Integer, ScenarioReplica> running = new TreeMap<>();
  private final Map<String, Verified<Request>> requests = new HashMap<>();
  private final TreeMap<Integer, ScriptedReplica> liars = new TreeMap<>();

  ScenarioGroup() {
    var genesis = world.committee().genesisCheckpoint();
    disks =
        IntStream.range(0, ScenarioWorld.SIZE).mapToObj(each -> new ScenarioDisk(genesis)).toList();
    all().forEach(this::start);
    world.shortNames().learn(Canonical.nullBatch());
    learn();
  }

  private void learn() {
    command("request (\\w+)(?: to " + WHO + ")?", m -> ask(m.group(1), who(m.group(2))));
    command("wait (\\d+(?:\\.\\d+)?) s", m -> pass(m.group(1)));
    command("cut " + WHO, m -> cut(who(m.group(1))));
    command("lose ([A-Z-]+)" + FROM_TO, m -> rule(ScenarioNetwork.Fate.LOST, m));
    command("hold ([A-Z-]+)" + FROM_TO, m -> rule(ScenarioNetwork.Fate.HELD, m));
    command("mend", m -> world.network().mend());
    command("crash " + WHO, m -> who(m.group(1)).forEach(running::remove));
    command("restart " + WHO, m -> who(m.group(1)).forEach(this::start));
    command("stick disk of " + WHO, m -> who(m.group(1)).forEach(each -> disks.get(each).stick()));
    command("unstick disk of " + WHO, m -> who(m.group(1)).forEach(this::unstick));
    command("hand over by " + WHO, m -> who(m.group(1)).forEach(this::handOver));
    command("status of " + WHO, m -> who(m.group(1)).forEach(each -> up(each).sayStatus()));
    command("state of ([0-3]) to ([0-3])", m -> up(one(m.group(2))).install(up(one(m.group(1)))));
    command("liar " + WHO, m -> who(m.group(1)).forEach(this::scriptedReplica));
    command("([0-3]) says(?: to " + WHO + ")?: (.+)", this::lie);
    command("([0-3]) repeats(?: to " + WHO + ")?: (.+)", this::repeat);
  }

  private void command(String words, Consumer<MatchResult> meaning) {
    commands.put(Pattern.compile(words), meaning);
  }

  /**
   * Carries a command out.
   *
   * @return what happened
   * @throws IllegalArgumentException when it is none
   */
  List<String> perform(String line) {
    for (var command : commands.entrySet()) {
      var match = command.getKey().matcher(line);
      if (match.matches()) {
        command.getValue().accept(match.toMatchResult());
        settle();
        return world.scenarioLog().take();
      }
    }
    throw new IllegalArgumentException("no command: " + line);
  }

  private void settle() {
    world.scenarioLog().endRound();
    for (var parcels = world.network().take();
        !parcels.isEmpty();
        parcels = world.network().take()) {
      for (var parcel : parcels) {
        if (running.containsKey(parcel.to())) {
          running.get(parcel.to()).receive(parcel.wire());
        }
      }
      world.scenarioLog().endRound();
    }
  }

  private void ask(String name, Set<Integer> replicas) {
    var wire = request(name).wire();
    replicas.stream().filter(running::containsKey).forEach(each -> up(each).receive(wire));
  }

  /** One client's request of that name, the same each time. */
  private Verified<Request> request(String name) {
    return requests.computeIfAbsent(
        name,
        each -> {
          var client = new ClientId(Committee.FIRST_CLIENT);
          var id = new RequestId(client, 1, requests.size() + 1L);
          var message = Canonical.request(id, "client", List.of(Bytes.utf8(name)));
          world.shortNames().learn(message.digest(), name);
          return world.committee().client(client.value()).sign(message);
        });
  }

  private void pass(String seconds) {
    var end = Duration.ofMillis(Math.round(1_000 * Double.parseDouble(seconds)));
    for (var passed = STEP; passed.compareTo(end) <= 0; passed = passed.plus(STEP)) {
      world.time().pass(STEP);
      int before = world.scenarioLog().size();
      running.values().forEach(ScenarioReplica::tick);
      settle();
      if (world.scenarioLog().size() > before) {
        world.scenarioLog().insert(before, "after " + passed.toMillis() / 1_000.0 + " s");
      }
    }
  }

  private void cut(Set<Integer> off) {
    var others = all();
    others.removeAll(off);
    world
        .network()
        .add(new ScenarioNetwork.Rule(ScenarioNetwork.Fate.LOST, Optional.empty(), off, others));
    world
        .network()
        .add(new ScenarioNetwork.Rule(ScenarioNetwork.Fate.LOST, Optional.empty(), others, off));
  }

  private void rule(ScenarioNetwork.Fate fate, MatchResult words) {
    var type = MessageType.valueOf(words.group(1).replace('-', '_'));
    world
        .network()
        .add(
            new ScenarioNetwork.Rule(
                fate, Optional.of(type), who(words.group(2)), who(words.group(3))));
  }

  private void start(int replica) {
    disks.get(replica).unstick();
    var scenarioReplica = new ScenarioReplica(world, replica, disks.get(replica));
    running.put(replica, scenarioReplica);
    scenarioReplica.go();
  }

  private void unstick(int replica) {
    disks.get(replica).unstick();
    up(replica).go();
  }

  private void handOver(int replica) {
    up(replica).handOver();
  }

  private void scriptedReplica(int replica) {
    running.remove(replica);
    liars.put(replica, new ScriptedReplica(world, replica, this::request));
  }

  private void lie(MatchResult words) {
    var scriptedReplica = liars.get(one(words.group(1)));
    if (scriptedReplica == null) {
      throw new IllegalArgumentException("no liar: " + words.group(1));
    }
    send(scriptedReplica.sign(words.group(3)).wire(), words);
  }

  /** Says again, word for word, what was said before, by whomever. */
  private void repeat(MatchResult words) {
    var wire =
        world.network().sent().stream()
            .filter(each -> world.shortNames().of(each.message()).equals(words.group(3)))
            .map(SentMessage::wire)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("nobody said: " + words.group(3)));
    send(wire, words);
  }

  private void send(Bytes wire, MatchResult words) {
    var to = Optional.ofNullable(words.group(2)).map(ScenarioGroup::who);
    world.send(wire, one(words.group(1)), to);
  }

  private ScenarioReplica up(int replica) {
    return Optional.ofNullable(running.get(replica))
        .orElseThrow(() -> new IllegalArgumentException(replica + " is down"));
  }

  private static int one(String word) {
    return Integer.parseInt(word);
  }

  private static Set<Integer> who(String words) {
    return words == null
        ? all()
        : new TreeSet<>(Arrays.stream(words.split(",")).map(Integer::valueOf).toList());
  }

  private static Set<Integer> all() {
    return new TreeSet<>(IntStream.range(0, ScenarioWorld.SIZE).boxed().toList());
  }

  static List<Integer> allBut(int replica) {
    return all().stream().filter(each -> each != replica).toList();
  }
}
