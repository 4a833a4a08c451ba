package io.quorate.bootstrap.membership;

import io.quorate.engine.model.Bounded;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.Address;
import org.apache.pekko.cluster.ClusterHeartbeatSender.Heartbeat;
import org.apache.pekko.cluster.ClusterHeartbeatSender.HeartbeatRsp;
import org.apache.pekko.cluster.ClusterUserAction;
import org.apache.pekko.cluster.Gossip;
import org.apache.pekko.cluster.GossipEnvelope;
import org.apache.pekko.cluster.GossipStatus;
import org.apache.pekko.cluster.InternalClusterAction.ExitingConfirmed;
import org.apache.pekko.cluster.InternalClusterAction.InitJoin;
import org.apache.pekko.cluster.InternalClusterAction.InitJoinAck;
import org.apache.pekko.cluster.InternalClusterAction.InitJoinNack;
import org.apache.pekko.cluster.InternalClusterAction.Join;
import org.apache.pekko.cluster.InternalClusterAction.Welcome;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.VectorClock;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What a replica may say in the cluster:
 *
 * <ol>
 *   <li>nobody speaks in the name of this process's replica but this process;
 *   <li>a replica speaks from its latest life only, and from one actor system in it;
 *   <li>what it says of a sender, a joiner, a leaver or one that is down is of itself;
 *   <li>members are replicas of the committee, at most {@link #MOST_OF_ONE} for each;
 *   <li>a state of the cluster takes out no replica that has not said itself that it leaves, nor
 *       one of whom no later life is known: it is not down, not leaving, not gone.
 * </ol>
 *
 * The actor system's own messages are noted, too, for it may learn of members without a state.
 */
final class MembershipPolicy {

  /** Members of one replica: what is left of former lives, at other addresses, is among them. */
  static final int MOST_OF_ONE = 4;

  private static final String ROLE = "replica-";
  private static final Set<MemberStatus> GOING =
      Set.of(MemberStatus.leaving(), MemberStatus.exiting(), MemberStatus.down());

  private final int self;
  private final int size;

  @Bounded(by = Bounded.FIXED)
  private final Map<Integer, Sender> latest = new HashMap<>();

  /** Who has said itself that it goes; of each replica's latest life only. */
  @Bounded(by = Bounded.FIXED)
  private final Set<Node> going = new HashSet<>();

  /** The first state that had this member; of each replica's latest life only. */
  @Bounded(by = Bounded.FIXED)
  private final Map<Node, VectorClock> since = new HashMap<>();

  MembershipPolicy(int self, int size) {
    this.self = self;
    this.size = size;
  }

  /** An actor system. */
  private record Node(String address, long uid) {
    static Node of(UniqueAddress node) {
      return new Node(node.address().toString(), node.longUid());
    }
  }

  /** Who has signed a message. */
  record Sender(int replica, long life, String address, long uid) {
    private Node node() {
      return new Node(address, uid);
    }

    private boolean is(UniqueAddress node) {
      return Node.of(node).equals(node());
    }

    private boolean is(Address other) {
      return other.toString().equals(address);
    }
  }

  /** Why a message is refused; the kind is for counting. */
  record Refusal(String kind, String text) {}

  /**
   * A message of this process's own: nobody takes it out either, unless it has said that it goes.
   */
  synchronized void said(long life, UniqueAddress node, Object message) {
    note(new Sender(self, life, node.address().toString(), node.longUid()), message);
  }

  /** Empty when the sender may say it. */
  synchronized Optional<Refusal> refusal(Sender sender, Object message) {
    var why = sender.replica() == self ? anotherSelf() : formerLife(sender);
    if (why.isEmpty()) {
      why = said(sender, message);
    }
    if (why.isEmpty()) {
      note(sender, message);
    }
    return why;
  }

  private Optional<Refusal> anotherSelf() {
    return refused("own-name", "that it is replica " + self + ", which is here");
  }

  private Optional<Refusal> formerLife(Sender sender) {
    var known = latest.get(sender.replica());
    if (known != null && sender.life() < known.life()) {
      return refused("former-life", "something in a life that is over");
    }
    return known != null && sender.life() == known.life() && !sender.equals(known)
        ? refused("two-in-one-life", "something from two actor systems in one life")
        : Optional.empty();
  }

  private Optional<Refusal> said(Sender sender, Object message) {
    if (message instanceof GossipEnvelope envelope) {
      return sender.is(envelope.from()) ? state(sender, envelope.gossip()) : another();
    }
    if (message instanceof Welcome welcome) {
      return sender.is(welcome.from()) ? state(sender, welcome.gossip()) : another();
    }
    if (message instanceof Join join) {
      return sender.is(join.node()) && replicaIn(join.roles()) == sender.replica()
          ? Optional.empty()
          : another();
    }
    return ofItself(sender, message) ? Optional.empty() : another();
  }

  private static boolean ofItself(Sender sender, Object message) {
    if (message instanceof Heartbeat heartbeat) {
      return sender.is(heartbeat.from());
    } else if (message instanceof HeartbeatRsp answer) {
      return sender.is(answer.from());
    } else if (message instanceof GossipStatus status) {
      return sender.is(status.from());
    } else if (message instanceof InitJoinAck ack) {
      return sender.is(ack.address());
    } else if (message instanceof InitJoinNack nack) {
      return sender.is(nack.address());
    } else if (message instanceof ExitingConfirmed exiting) {
      return sender.is(exiting.node());
    } else if (message instanceof ClusterUserAction.Leave leave) {
      return sender.is(leave.address());
    } else if (message instanceof ClusterUserAction.Down down) {
      return sender.is(down.address());
    }
    return message instanceof InitJoin;
  }

  private static Optional<Refusal> another() {
    return refused("of-another", "something of another one, or that nobody may say");
  }

  private static Optional<Refusal> refused(String kind, String text) {
    return Optional.of(new Refusal(kind, text));
  }

  private Optional<Refusal> state(Sender sender, Gossip gossip) {
    var counts = new HashMap<Integer, Integer>();
    for (var member : CollectionConverters.asJava(gossip.members())) {
      int replica = replicaIn(member.roles());
      if (replica < 0 || counts.merge(replica, 1, Integer::sum) > MOST_OF_ONE) {
        return refused("invented", "that there are members which are no replicas");
      }
      if (GOING.contains(member.status()) && isHeld(sender, Node.of(member.uniqueAddress()))) {
        return refused("takes-out", "that replica " + replica + " is " + member.status());
      }
    }
    return gone(sender, gossip);
  }

  private Optional<Refusal> gone(Sender sender, Gossip gossip) {
    for (var buried : CollectionConverters.asJava(gossip.tombstones().keySet())) {
      if (isHeld(sender, Node.of(buried))) {
        return refused("takes-out", "that " + buried.address() + " was removed");
      }
    }
    var there = new HashSet<Node>();
    CollectionConverters.asJava(gossip.members())
        .forEach(each -> there.add(Node.of(each.uniqueAddress())));
    for (var known : since.entrySet()) {
      if (!there.contains(known.getKey())
          && isHeld(sender, known.getKey())
          && isAtLeast(gossip.version(), known.getValue())) {
        return refused("takes-out", "that " + known.getKey().address() + " is no member");
      }
    }
    return Optional.empty();
  }

  private static boolean isAtLeast(VectorClock one, VectorClock other) {
    return one.$eq$eq(other) || one.$greater(other);
  }

  /** The latest life of another replica that has not said that it goes: nobody takes it out. */
  private boolean isHeld(Sender sender, Node node) {
    if (going.contains(node)) {
      return false;
    }
    return latest.values().stream()
        .anyMatch(each -> each.node().equals(node) && each.replica() != sender.replica());
  }

  /** The committee's replica that a member's roles name; -1 for none. */
  private int replicaIn(scala.collection.immutable.Set<String> roles) {
    for (var role : CollectionConverters.asJava(roles)) {
      if (role.matches(ROLE + "[0-9]{1,6}")) {
        int replica = Integer.parseInt(role.substring(ROLE.length()));
        return replica < size ? replica : -1;
      }
    }
    return -1;
  }

  private void note(Sender sender, Object message) {
    var before = latest.put(sender.replica(), sender);
    if (before != null && !before.equals(sender)) {
      going.remove(before.node());
      since.remove(before.node());
    }
    boolean goes =
        message instanceof ClusterUserAction.Leave
            || message instanceof ClusterUserAction.Down
            || message instanceof ExitingConfirmed;
    if (goes && ofItself(sender, message)) {
      going.add(sender.node());
    } else if (message instanceof GossipEnvelope envelope) {
      note(sender, envelope.gossip());
    } else if (message instanceof Welcome welcome) {
      note(sender, welcome.gossip());
    }
  }

  private void note(Sender sender, Gossip gossip) {
    for (var member : CollectionConverters.asJava(gossip.members())) {
      if (sender.is(member.uniqueAddress()) && GOING.contains(member.status())) {
        going.add(sender.node());
      }
    }
    note(gossip);
  }

  private void note(Gossip gossip) {
    for (Member member : CollectionConverters.asJava(gossip.members())) {
      var node = Node.of(member.uniqueAddress());
      if (latest.values().stream().anyMatch(each -> each.node().equals(node))) {
        since.putIfAbsent(node, gossip.version());
      }
    }
  }
}
