package io.quorate.engine.replica;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.core.effect.Effect;
import io.quorate.engine.crypto.MessageSigner;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.fixtures.Collected;
import io.quorate.engine.fixtures.Committee;
import io.quorate.engine.fixtures.Examples;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.Configuration;
import io.quorate.engine.model.Limits;
import io.quorate.engine.model.ProtocolRules;
import io.quorate.engine.model.Quorum;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.Request;
import io.quorate.engine.replica.execution.FullRepliers;
import io.quorate.engine.replica.ingress.Rejections;
import io.quorate.engine.replica.link.PeerLinks;
import io.quorate.engine.replica.transfer.ChunkServer;
import io.quorate.engine.spi.Clock;
import io.quorate.engine.spi.Meter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;

/** What every actor of replica 0 in a group of four finds around it, seen from the outside. */
public final class ActorFixture {

  public static final long CLIENT = Committee.FIRST_CLIENT;

  /** A checkpoint every second slot. */
  static final ProtocolRules RULES = new ProtocolRules(2, 4, 60_000, Limits.DEFAULT);

  private static final Committee COMMITTEE = Committee.of(4).with(RULES);

  public static final Configuration CONFIGURATION = COMMITTEE.genesis().configuration();

  public final Committee committee = COMMITTEE;
  final Examples examples = new Examples(committee);
  final SetClock clock = new SetClock();
  public final Rejections rejections = new Rejections(Meter.NONE);
  final TestInbox<Replica.Command> replica = TestInbox.create("replica");
  final TestInbox<Executor.Command> executor = TestInbox.create("executor");
  final TestInbox<PeerLinks.Command> links = TestInbox.create("links");
  final TestInbox<ChunkServer.Command> chunks = TestInbox.create("chunks");

  /** A clock that stands still. */
  static final class SetClock implements Clock {
    private long nanos = 1_000_000_000L;

    void pass(long more) {
      nanos += more;
    }

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public long millis() {
      return 1_790_000_000_000L + nanos / 1_000_000;
    }
  }

  public MessageSigner signer() {
    return committee.replica(0);
  }

  /** Of requests 1 to 4, replica 0 sends results of 32 octets and more of 3 and 4 only. */
  FullRepliers fullRepliers() {
    return new FullRepliers(new ReplicaId(0), 0, new Quorum(committee.size()), 32);
  }

  /** A request of the first client's session 1. */
  public Verified<Request> request(long number) {
    return request(CLIENT, 1, number, "put " + number);
  }

  public Verified<Request> request(long client, long session, long number, String operation) {
    return committee.sign(
        Canonical.request(
            new RequestId(new ClientId(client), session, number),
            "client-" + client,
            List.of(Bytes.utf8(operation))));
  }

  /** A request by which a client asks only how far the replicas are. */
  Verified<Request> question(long client) {
    var id = new RequestId(new ClientId(client), 9, 1);
    return committee.sign(
        Canonical.request(id, Request.NEVER, "client-" + client, List.of(Bytes.EMPTY)));
  }

  /** A decided batch of these requests. */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public final Effect.Execute decided(long at, long timestamp, Verified<Request>... requests) {
    var batch =
        Canonical.batch(
            timestamp, Stream.of(requests).map(Verified::message).map(Examples::referTo).toList());
    var sequence = new SequenceNumber(at);
    return new Effect.Execute(
        sequence,
        batch,
        List.of(requests),
        committee.committed(new View(3), sequence, batch.digest()));
  }

  /** All that this inbox got of that kind since the last look; the rest is dropped. */
  static <C, T extends C> List<T> told(TestInbox<C> inbox, Class<T> kind) {
    return inbox.getAllReceived().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The messages of that kind among what the links were told to send or answer. */
  <M extends Message> List<M> said(Class<M> kind) {
    var found = new ArrayList<M>();
    for (var command : links.getAllReceived()) {
      if (!(command instanceof PeerLinks.PeerHeard)) {
        var message = read(wireOf(command));
        if (kind.isInstance(message)) {
          found.add(kind.cast(message));
        }
      }
    }
    return found;
  }

  public Message read(Bytes wire) {
    return Collected.offer(committee.verifier(), wire).verified().get(0).message();
  }

  static Bytes wireOf(PeerLinks.Command command) {
    if (command instanceof PeerLinks.Send send) {
      return send.wire();
    }
    return command instanceof PeerLinks.Broadcast broadcast
        ? broadcast.wire()
        : ((PeerLinks.Answer) command).wire();
  }
}
