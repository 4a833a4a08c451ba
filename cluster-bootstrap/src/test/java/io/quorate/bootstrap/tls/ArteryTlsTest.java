package io.quorate.bootstrap.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.quorate.bootstrap.TestGroup;
import io.quorate.bootstrap.keys.IdentityKey;
import io.quorate.bootstrap.node.ConfigLayers;
import io.quorate.bootstrap.settings.Address;
import io.quorate.engine.crypto.SignatureScheme;
import io.quorate.engine.model.ReplicaId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ArteryTlsTest {

  private final TestGroup group = TestGroup.of(4, SignatureScheme.ED25519);
  private final Queue<ActorSystem> started = new ConcurrentLinkedQueue<>();
  private final Queue<String> heard = new ConcurrentLinkedQueue<>();

  /** Notes every text that it is sent. */
  private static final class Listener extends AbstractActor {
    private final Queue<String> heard;

    Listener(Queue<String> heard) {
      this.heard = heard;
    }

    @Override
    public Receive createReceive() {
      return receiveBuilder().match(String.class, heard::add).build();
    }
  }

  @AfterEach
  void stop() {
    started.forEach(TestKit::shutdownActorSystem);
  }

  @Test
  void two_members_talk() {
    var listener = listener(0);
    var speaker = system(1, group.key(1));
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              reference(speaker, listener).tell("hello", ActorRef.noSender());
              assertThat(heard).contains("hello");
            });
  }

  @Test
  void a_stranger_with_a_members_name_is_not_heard() {
    var listener = listener(0);
    var stranger = system(1, IdentityKey.create(SignatureScheme.ED25519, new SecureRandom()));
    var member = system(2, group.key(2));
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              reference(stranger, listener).tell("let me in", ActorRef.noSender());
              reference(member, listener).tell("hello", ActorRef.noSender());
              assertThat(heard.stream().filter("hello"::equals).count()).isGreaterThan(10);
            });
    assertThat(heard).doesNotContain("let me in");
  }

  private ActorRef listener(int index) {
    return system(index, group.key(index))
        .actorOf(Props.create(Listener.class, () -> new Listener(heard)), "listener");
  }

  private static ActorRef reference(ActorSystem from, ActorRef to) {
    var provider = ((ExtendedActorSystem) from).provider();
    return provider.resolveActorRef(to.path().toStringWithAddress(defaultAddress(to)));
  }

  private static org.apache.pekko.actor.Address defaultAddress(ActorRef ref) {
    return ((org.apache.pekko.actor.ActorRefWithCell) ref).provider().getDefaultAddress();
  }

  private ActorSystem system(int index, IdentityKey key) {
    var own = Address.parse(group.genesis().members().get(index).address());
    Map<String, Object> values =
        Map.of(
            "pekko.actor.provider", "remote",
            "pekko.remote.artery.canonical.hostname", own.host(),
            "pekko.remote.artery.canonical.port", own.port());
    var config = ConfigLayers.over(ConfigFactory.parseMap(values));
    var credential =
        TlsCredential.issue(
            key,
            PeerName.of(new ReplicaId(index), group.name()),
            Instant.now(),
            new SecureRandom());
    var trust = new CommitteeTrust(group.genesis(), InstantSource.system());
    var system =
        ActorSystem.create(
            "quorate",
            ActorSystemSetup.create(
                BootstrapSetup.create(config), QuorateSslEngineProvider.setup(credential, trust)));
    started.add(system);
    return system;
  }
}
