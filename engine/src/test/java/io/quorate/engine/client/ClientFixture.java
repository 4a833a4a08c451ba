package io.quorate.engine.client;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.crypto.SignatureScheme;
import io.quorate.engine.fixtures.Collected;
import io.quorate.engine.fixtures.Committee;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Limit;
import io.quorate.engine.model.Limits;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.Refusal;
import io.quorate.engine.model.message.Message.Reply.Answer;
import io.quorate.engine.model.message.Message.Reply.DigestAnswer;
import io.quorate.engine.model.message.Message.Request;
import io.quorate.engine.spi.Clock;
import io.quorate.engine.spi.InboundFrame;
import io.quorate.engine.spi.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.Effect;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;

/** One client of four replicas: it asks, and the test replies. */
abstract class ClientFixture {

  static final SequenceNumber AT = new SequenceNumber(9);

  final Committee committee = Committee.of(4);
  final List<Bytes> sent = new ArrayList<>();
  final List<String> sentTo = new ArrayList<>();
  long nanos = 1_000;
  long chance;
  final BehaviorTestKit<Object> client = BehaviorTestKit.create(BftClient.create(parts()));
  final Object tick = tick();

  TestInbox<StatusReply<Reply>> ask(String operation) {
    TestInbox<StatusReply<Reply>> asker = TestInbox.create();
    tell(new BftClient.Submit(Bytes.utf8(operation), asker.getRef()));
    return asker;
  }

  void pass(Duration time) {
    elapse(time);
    tell(tick);
  }

  /** Time goes by, and nobody looks. */
  void elapse(Duration time) {
    nanos += time.toNanos();
  }

  void reply(int replica, long number, String... results) {
    tell(
        new InboundFrame(
            committee.replica(replica).sign(message(replica, number, results)).wire()));
  }

  void replyDigest(int replica, long number, String result) {
    var digest = Canonical.results(List.of(Bytes.utf8(result)));
    var message =
        new Message.Reply(
            View.ZERO,
            AT,
            new ReplicaId(replica),
            new ClientId(100),
            List.of(),
            List.of(new DigestAnswer(id(number), digest)));
    tell(new InboundFrame(committee.replica(replica).sign(message).wire()));
  }

  Message message(int replica, long number, String... results) {
    var octets = List.of(results).stream().map(Bytes::utf8).toList();
    return new Message.Reply(
        View.ZERO,
        AT,
        new ReplicaId(replica),
        new ClientId(100),
        List.of(new Answer(id(number), octets)),
        List.of());
  }

  void refuse(int replica) {
    refuse(replica, Refusal.Reason.OVERLOADED);
  }

  void refuse(int replica, Refusal.Reason why) {
    var refusal = new Refusal(new ReplicaId(replica), SequenceNumber.ZERO, id(1), why, 50);
    tell(new InboundFrame(committee.replica(replica).sign(refusal).wire()));
  }

  RequestId id(long number) {
    return new RequestId(new ClientId(100), 1, number);
  }

  void told(int replica, RequestId asked, long executed) {
    var refusal =
        new Refusal(
            new ReplicaId(replica), new SequenceNumber(executed), asked, Refusal.Reason.ASKED, 0);
    tell(new InboundFrame(committee.replica(replica).sign(refusal).wire()));
  }

  Request request(int index) {
    return (Request)
        Collected.offer(committee.verifier(), sent.get(index)).verified().get(0).message();
  }

  List<String> operations(int index) {
    return request(index).operations().stream().map(Bytes::asUtf8).toList();
  }

  Object tick() {
    return client.getAllEffects().stream()
        .filter(Effect.TimerScheduled.class::isInstance)
        .map(each -> ((Effect.TimerScheduled<?>) each).msg())
        .findFirst()
        .orElseThrow();
  }

  BftClient.Parts parts() {
    var seed = Digest.of(Bytes.utf8("quorate test key of client 100")).toBytes().toArray();
    var settings =
        new ClientSettings(
            new ClientSettings.Bundles(8, 60_000, 2, 5),
            Duration.ofSeconds(10),
            new ClientSettings.Retransmission(Duration.ofSeconds(1), Duration.ofSeconds(4)),
            new ClientSettings.WaitingLimits(3, 70_000),
            Duration.ofMillis(100));
    return new BftClient.Parts(
        new BftClient.Self(new ClientId(100), SignatureScheme.ED25519.signer(seed), 1, "here"),
        committee.ring(),
        BftClient.RequestTargets.all(committee.ring()),
        Limits.DEFAULT.with(Limit.OPERATION_BYTES, 70_000),
        new BftClient.World(new Recording(), new Standing(), () -> chance),
        settings);
  }

  private final class Recording implements Transport {
    @Override
    public void listen(Lane lane, ActorRef<InboundFrame> taker) {}

    @Override
    public void toReplica(String address, Lane lane, Bytes wire) {
      sent.add(wire);
      sentTo.add(address);
    }

    @Override
    public void toClient(String replyTo, Bytes wire) {
      throw new AssertionError("a client answers nobody");
    }
  }

  private final class Standing implements Clock {
    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public long millis() {
      return 0;
    }
  }

  /** Delivers a message, and all that the client tells itself because of it. */
  void tell(Object message) {
    client.run(message);
    while (client.selfInbox().hasMessages()) {
      client.runOne();
    }
  }
}
