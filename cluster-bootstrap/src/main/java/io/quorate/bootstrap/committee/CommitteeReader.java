package io.quorate.bootstrap.committee;

import com.typesafe.config.Config;
import io.quorate.bootstrap.settings.Address;
import io.quorate.bootstrap.settings.Problems;
import io.quorate.engine.crypto.SignatureScheme;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.Genesis;
import io.quorate.engine.model.Limit;
import io.quorate.engine.model.Limits;
import io.quorate.engine.model.Member;
import io.quorate.engine.model.ProtocolRules;
import io.quorate.engine.model.PublicKey;
import io.quorate.engine.model.Quorum;
import io.quorate.engine.model.ReplicaId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads one committee and gathers what is wrong with it on the way. */
final class CommitteeReader {

  private static final Set<String> KNOWN =
      Set.of("cluster", "nonce", "rules", "limits", "members", "clients", "quorum", "faults");
  private static final int MAX_NAME = 64;

  private final Config config;
  private final Problems problems = new Problems();
  private final Map<PublicKey, String> owners = new HashMap<>();
  private int memberCount;

  CommitteeReader(Config config) {
    this.config = config;
  }

  Genesis read(String source) {
    config.root().keySet().stream()
        .filter(key -> !KNOWN.contains(key))
        .sorted()
        .forEach(key -> problems.add(key, "is no setting of a committee"));
    var name = problems.read("cluster", this::name).orElse("");
    var nonce = problems.read("nonce", this::nonce).orElse(Bytes.EMPTY);
    var rules = rules();
    var members = members();
    var clients = clients();
    checkQuorum();
    problems.raise(source);
    return new Genesis(name, nonce, members, clients, rules.orElseThrow());
  }

  private String name(String path) {
    var name = config.getString(path);
    if (!name.matches("[A-Za-z0-9._-]{1," + MAX_NAME + "}")) {
      throw new IllegalArgumentException("must be 1 to 64 of A-Z a-z 0-9 . _ -");
    }
    return name;
  }

  private Bytes nonce(String path) {
    var octets = base64(config, path);
    if (octets.length() < 16 || octets.length() > 64) {
      throw new IllegalArgumentException("must be 16 to 64 bytes, not " + octets.length());
    }
    return octets;
  }

  private Optional<ProtocolRules> rules() {
    var interval = rule("checkpoint-interval");
    var window = rule("window");
    var drift = rule("max-clock-drift-millis");
    var limits = limits();
    if (List.of(interval, window, drift).contains(Optional.<Integer>empty()) || limits.isEmpty()) {
      return Optional.empty();
    }
    return problems.read(
        "rules",
        path -> new ProtocolRules(interval.get(), window.get(), drift.get(), limits.get()));
  }

  private Optional<Limits> limits() {
    if (!config.hasPath("limits")) {
      problems.add("limits", "is missing");
      return Optional.empty();
    }
    var known = Arrays.stream(Limit.values()).map(Limit::key).collect(Collectors.toSet());
    config.getConfig("limits").root().keySet().stream()
        .filter(key -> !known.contains(key))
        .sorted()
        .forEach(key -> problems.add("limits." + key, "is no limit"));
    var values = new EnumMap<Limit, Long>(Limit.class);
    for (var limit : Limit.values()) {
      problems
          .read("limits." + limit.key(), config::getLong)
          .ifPresent(value -> values.put(limit, value));
    }
    if (values.size() < Limit.values().length) {
      return Optional.empty();
    }
    var unfit = Limits.problems(values);
    unfit.forEach(problem -> problems.addAll(List.of("limits." + problem)));
    return unfit.isEmpty() ? Optional.of(new Limits(values)) : Optional.empty();
  }

  private Optional<Integer> rule(String name) {
    return problems.read("rules." + name, config::getInt);
  }

  private List<Member> members() {
    var members = new ArrayList<Member>();
    var addresses = new HashMap<String, String>();
    var entries = list("members");
    memberCount = entries.size();
    for (int i = 0; i < entries.size(); i++) {
      var path = "members[" + i + "]";
      var entry = entries.get(i);
      int index = i;
      problems.at(path).read("id", key -> memberId(entry.getInt(key), index));
      var address = problems.at(path).read("address", key -> address(entry.getString(key)));
      address.ifPresent(text -> refuseTwin(addresses, text, path + ".address"));
      var keys = keys(entry, path);
      if (!keys.isEmpty()) {
        members.add(new Member(new ReplicaId(i), keys, address.orElse("")));
      }
    }
    return members;
  }

  private static Integer memberId(int id, int index) {
    if (id != index) {
      throw new IllegalArgumentException("must be " + index + ", for members are in order");
    }
    return id;
  }

  private static String address(String text) {
    return Address.parse(text).toString();
  }

  private List<PublicKey> keys(Config entry, String path) {
    var keys = new ArrayList<PublicKey>();
    var list =
        problems
            .at(path)
            .<List<? extends Config>>read("keys", entry::getConfigList)
            .orElse(List.of());
    if (list.isEmpty()) {
      problems.add(path + ".keys", "must name at least one key");
    }
    for (int i = 0; i < list.size(); i++) {
      key(list.get(i), path + ".keys[" + i + "]").ifPresent(keys::add);
    }
    return keys;
  }

  private Optional<PublicKey> key(Config entry, String path) {
    var at = problems.at(path);
    var scheme = at.read("scheme", name -> SignatureScheme.ofName(entry.getString(name)));
    var octets = at.read("key", name -> base64(entry, name));
    if (scheme.isEmpty() || octets.isEmpty()) {
      return Optional.empty();
    }
    var key = new PublicKey(scheme.get().code(), octets.get());
    try {
      SignatureScheme.keyOf(key);
    } catch (IllegalArgumentException e) {
      problems.add(path + ".key", "is no " + scheme.get().schemeName() + " key");
      return Optional.empty();
    }
    refuseTwin(owners, key, path + ".key");
    return Optional.of(key);
  }

  private <K> void refuseTwin(Map<K, String> seen, K what, String path) {
    var first = seen.putIfAbsent(what, path);
    if (first != null) {
      problems.add(path, "is the same as " + first);
    }
  }

  private SortedMap<ClientId, PublicKey> clients() {
    var clients = new TreeMap<ClientId, PublicKey>();
    var entries = list("clients");
    for (int i = 0; i < entries.size(); i++) {
      var path = "clients[" + i + "]";
      var entry = entries.get(i);
      var id = problems.at(path).read("id", key -> new ClientId(entry.getLong(key)));
      var key = key(entry, path);
      if (id.isPresent() && key.isPresent() && clients.put(id.get(), key.get()) != null) {
        problems.add(path + ".id", "names a client that was named before");
      }
    }
    return clients;
  }

  private List<? extends Config> list(String path) {
    return problems.<List<? extends Config>>read(path, config::getConfigList).orElse(List.of());
  }

  /** A stated quorum is checked, never used: what is safe follows from n alone. */
  private void checkQuorum() {
    if (memberCount < Quorum.SMALLEST_GROUP) {
      problems.add("members", "a group needs at least 4 replicas, not " + memberCount);
      return;
    }
    var quorum = new Quorum(memberCount);
    checkStated("quorum", quorum.size());
    checkStated("faults", quorum.faults());
  }

  private void checkStated(String path, int safe) {
    if (config.hasPath(path)) {
      problems
          .read(path, config::getInt)
          .filter(value -> value != safe)
          .ifPresent(
              value ->
                  problems.add(
                      path, "must be " + safe + " for " + memberCount + " replicas, not " + value));
    }
  }

  private static Bytes base64(Config config, String path) {
    try {
      return Bytes.wrap(Base64.getDecoder().decode(config.getString(path)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("is no base64", e);
    }
  }
}
