package io.quorate.bootstrap.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.quorate.bootstrap.TestGroup;
import io.quorate.bootstrap.node.ConfigLayers;
import io.quorate.engine.client.BftClient;
import io.quorate.engine.client.ClientSettings;
import io.quorate.engine.client.Reply;
import io.quorate.engine.codec.Canonical;
import io.quorate.engine.crypto.KeyRing;
import io.quorate.engine.crypto.SignatureScheme;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.spi.Clock;
import io.quorate.engine.spi.InboundFrame;
import io.quorate.engine.spi.Transport;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AssemblyTest {

  private static final ActorTestKit KIT =
      ActorTestKit.create(
          "assembly", ConfigLayers.over(ConfigFactory.parseString("pekko.actor.provider = local")));

  private final TestGroup group = TestGroup.of(4, SignatureScheme.ED25519);
  private final FailsOnce transport = new FailsOnce();
  private final AtomicInteger sessions = new AtomicInteger();

  @AfterAll
  static void end() {
    KIT.shutdownTestKit();
  }

  /** Breaks under the first message, and counts the others. */
  private static final class FailsOnce implements Transport {
    private final AtomicBoolean failed = new AtomicBoolean();
    private final AtomicInteger sent = new AtomicInteger();

    @Override
    public void toReplica(String address, Lane lane, Bytes wire) {
      if (!failed.getAndSet(true)) {
        throw new IllegalStateException("broken");
      }
      sent.incrementAndGet();
    }

    @Override
    public void toClient(String replyTo, Bytes wire) {}

    @Override
    public void listen(Lane lane, ActorRef<InboundFrame> taker) {}
  }

  @Test
  void a_gateway_that_fails_is_followed_by_one_with_a_session_of_its_own() {
    var gateway = KIT.spawn(Assembly.restarting(this::parts));
    var asker = KIT.<StatusReply<Reply>>createTestProbe();
    gateway.tell(new BftClient.Submit(Bytes.utf8("first"), asker.getRef()));
    await().until(() -> sessions.get() == 2);
    gateway.tell(new BftClient.Submit(Bytes.utf8("second"), asker.getRef()));
    await().until(() -> transport.sent.get() >= 4);
    assertThat(sessions).hasValue(2);
  }

  private BftClient.Parts parts() {
    var ring = KeyRing.of(group.genesis(), Canonical.clusterId(group.genesis()));
    return new BftClient.Parts(
        new BftClient.Self(
            ClientId.gatewayOf(group.genesis().members().get(0).id()),
            group.key(0).signer(),
            sessions.incrementAndGet(),
            "here"),
        ring,
        BftClient.RequestTargets.all(ring),
        group.genesis().rules().limits(),
        new BftClient.World(transport, Clock.SYSTEM, new SplittableRandom(1)),
        ClientSettings.from(KIT.system().settings().config()));
  }
}
