package io.quorate.bootstrap.committee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.quorate.bootstrap.keys.IdentityKey;
import io.quorate.bootstrap.settings.Problems;
import io.quorate.engine.crypto.SignatureScheme;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.Genesis;
import io.quorate.engine.model.Member;
import io.quorate.engine.model.ProtocolRules;
import io.quorate.engine.model.PublicKey;
import io.quorate.engine.model.ReplicaId;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CommitteeFileTest {

  @TempDir Path directory;

  @Test
  void what_was_written_is_read_back() throws IOException {
    for (var scheme : SignatureScheme.values()) {
      var genesis = genesis(5, scheme);
      var file = directory.resolve(scheme + ".conf");
      CommitteeFile.create(file, genesis);
      assertThat(CommitteeFile.read(file)).isEqualTo(genesis);
    }
  }

  @Test
  void an_existing_committee_is_never_overwritten() throws IOException {
    var file = directory.resolve(CommitteeFile.NAME);
    CommitteeFile.create(file, genesis(4, SignatureScheme.ED25519));
    assertThatThrownBy(() -> CommitteeFile.create(file, genesis(4, SignatureScheme.ED25519)))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void a_group_of_three_is_refused() {
    assertThat(problems(config(genesis(3, SignatureScheme.ED25519))))
        .containsExactly("members: a group needs at least 4 replicas, not 3");
  }

  @Test
  void a_stated_quorum_that_is_not_the_safe_one_is_refused() {
    var six = config(genesis(6, SignatureScheme.ED25519));
    assertThat(problems(six.withValue("quorum", ConfigValueFactory.fromAnyRef(3))))
        .containsExactly("quorum: must be 4 for 6 replicas, not 3");
    assertThat(problems(six.withValue("faults", ConfigValueFactory.fromAnyRef(2))))
        .containsExactly("faults: must be 1 for 6 replicas, not 2");
  }

  @Test
  void two_members_never_share_a_key_or_an_address() {
    var genesis = genesis(4, SignatureScheme.ED25519);
    var first = genesis.members().get(0);
    var twin = new Member(new ReplicaId(3), first.keys(), first.address());
    var members = new java.util.ArrayList<>(genesis.members().subList(0, 3));
    members.add(twin);
    assertThat(problems(config(with(genesis, members))))
        .containsExactly(
            "members[3].address: is the same as members[0].address",
            "members[3].keys[0].key: is the same as members[0].keys[0].key");
  }

  @Test
  void everything_wrong_is_said_at_once() {
    var text =
        """
        cluster = "a b"
        nonce = "AAAA"
        surprise = 1
        rules { checkpoint-interval = 0, window = many }
        members = [
          { id = 1, address = "nowhere", keys = [ { scheme = rsa, key = "AAAA" } ] },
          { id = 1, address = "h:70000", keys = [ { scheme = ed25519, key = "%%" } ] }
        ]
        """;
    assertThat(problems(ConfigFactory.parseString(text)))
        .anyMatch(line -> line.startsWith("surprise: is no setting"))
        .anyMatch(line -> line.startsWith("cluster: must be"))
        .anyMatch(line -> line.startsWith("nonce: must be 16 to 64"))
        .anyMatch(line -> line.startsWith("rules.window: "))
        .contains("limits: is missing")
        .contains("members[0].id: must be 0, for members are in order")
        .contains("members[0].address: must be host:port, not nowhere")
        .anyMatch(line -> line.startsWith("members[0].keys[0].scheme: must be ed25519"))
        .contains("members[1].address: must be host:port, not h:70000")
        .contains("members[1].keys[0].key: is no base64")
        .contains("clients: is missing")
        .contains("members: a group needs at least 4 replicas, not 2");
  }

  @Test
  void octets_that_are_no_point_of_the_curve_are_no_key() {
    var genesis = genesis(4, SignatureScheme.ECDSA_P256);
    var wrong = new PublicKey(SignatureScheme.ECDSA_P256.code(), Bytes.wrap(new byte[33]));
    var members = new java.util.ArrayList<>(genesis.members());
    members.set(2, new Member(new ReplicaId(2), List.of(wrong), "h:2"));
    assertThat(problems(config(with(genesis, members))))
        .containsExactly("members[2].keys[0].key: is no ecdsa-p256 key");
  }

  @Test
  void a_key_that_the_engine_would_refuse_is_refused_here() {
    var genesis = genesis(4, SignatureScheme.ED25519);
    var neutral = new byte[32];
    neutral[0] = 1;
    var weak = new PublicKey(SignatureScheme.ED25519.code(), Bytes.wrap(neutral));
    var members = new java.util.ArrayList<>(genesis.members());
    members.set(1, new Member(new ReplicaId(1), List.of(weak), "h:2"));
    assertThat(problems(config(with(genesis, members))))
        .containsExactly("members[1].keys[0].key: is no ed25519 key");
  }

  @Test
  void a_file_that_is_no_hocon_or_not_there_is_named() throws IOException {
    var file = directory.resolve(CommitteeFile.NAME);
    assertThatThrownBy(() -> CommitteeFile.read(file)).hasMessageContaining("no such readable");
    Files.writeString(file, "members = [ {");
    assertThatThrownBy(() -> CommitteeFile.read(file)).isInstanceOf(Problems.Unusable.class);
  }

  private static Config config(Genesis genesis) {
    return ConfigFactory.parseString(CommitteeFile.render(genesis));
  }

  private static List<String> problems(Config config) {
    return catchThrowableOfType(
            Problems.Unusable.class, () -> CommitteeFile.parse("committee.conf", config))
        .problems();
  }

  private static Genesis with(Genesis genesis, List<Member> members) {
    return new Genesis(
        genesis.name(), genesis.nonce(), members, genesis.clients(), genesis.rules());
  }

  private static Genesis genesis(int n, SignatureScheme scheme) {
    var members =
        IntStream.range(0, n)
            .mapToObj(i -> new Member(new ReplicaId(i), List.of(key(scheme)), "10.0.0.1:" + i))
            .toList();
    var clients = new TreeMap<ClientId, PublicKey>();
    clients.put(new ClientId(0), key(scheme));
    clients.put(new ClientId(7), key(scheme));
    return new Genesis("orders", Bytes.wrap(new byte[16]), members, clients, ProtocolRules.DEFAULT);
  }

  private static PublicKey key(SignatureScheme scheme) {
    return IdentityKey.create(scheme, new SecureRandom()).publicKey();
  }
}
