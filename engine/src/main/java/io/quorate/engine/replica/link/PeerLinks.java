package io.quorate.engine.replica.link;

import io.quorate.engine.core.effect.CoreBounds;
import io.quorate.engine.crypto.MessageSigner;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Configuration;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.message.Message.Announcement;
import io.quorate.engine.spi.EngineMetrics;
import io.quorate.engine.spi.Meter;
import io.quorate.engine.spi.Transport;
import io.quorate.engine.spi.Transport.Lane;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Where each replica is, and the way out. Addresses come from the genesis record and from peers'
 * signed announcements; a registry's hints only say whom to announce ourselves to. A client gets
 * the announcements when it connects, and later ones as they come. A peer that has not been heard
 * gets no more than its window, so that a dead one costs no memory.
 */
public final class PeerLinks {

  /** What it is told. */
  public sealed interface Command
      permits Broadcast,
          Send,
          Answer,
          Hints,
          Announced,
          PeerHeard,
          Refused,
          ClientConnected,
          TellClients {}

  /** To all other replicas. */
  public record Broadcast(Bytes wire, Lane lane) implements Command {}

  public record Send(ReplicaId to, Bytes wire, Lane lane) implements Command {}

  /** To a client, where it said it listens. */
  public record Answer(String replyTo, Bytes wire) implements Command {}

  /** A registry's list of addresses. */
  public record Hints(Set<String> addresses) implements Command {
    public Hints {
      addresses = Set.copyOf(addresses);
    }
  }

  /** A peer says where it listens, under its signature. */
  public record Announced(Verified<Announcement> announcement) implements Command {}

  /** This peer is alive. */
  public record PeerHeard(ReplicaId peer) implements Command {}

  /** Nobody listens at this address. */
  record Refused(String address) implements Command {}

  /** A client can be answered from now on. */
  record ClientConnected(String replyTo) implements Command {}

  /** All clients are told this peer's latest announcement. */
  record TellClients(ReplicaId peer) implements Command {}

  /**
   * Announcements of one peer that come within this time are told to clients as one, the latest: a
   * peer that announces itself without end costs each client a message in this time.
   */
  static final Duration TELL_PAUSE = Duration.ofSeconds(1);

  /**
   * So many messages to who is not heard, then this replica announces itself again, and after twice
   * as many: under load thousands go out between two signs of life.
   */
  static final int REMIND = 16;

  /** So many hints for each member are heeded, for a registry that lies may tell any number. */
  static final int HINTS = 4;

  private static final class Peer {
    private String address;
    private long incarnation;
    private Optional<Bytes> announcement = Optional.empty();
    private long unheard;
    private int attempts;

    Peer(String address) {
      this.address = address;
    }
  }

  private final TimerScheduler<Command> timers;
  private final Transport transport;
  private final Consumer<ReplicaId> lost;
  private final Meter.Counter unheeded;
  private final Meter.Counter unheard;
  private final long window;
  private final ReplicaId self;
  private final String address;
  private final Bytes announcement;

  @Bounded(by = CoreBounds.REPLICAS)
  private final TreeMap<ReplicaId, Peer> peers = new TreeMap<>();

  @Bounded(by = CoreBounds.REPLICAS)
  private final TreeSet<String> hinted = new TreeSet<>();

  private PeerLinks(TimerScheduler<Command> timers, Parts parts) {
    this.timers = timers;
    this.transport = parts.transport();
    this.lost = parts.lost();
    this.unheeded = parts.meter().counter(EngineMetrics.DROPPED, "hint");
    this.unheard = parts.meter().counter(EngineMetrics.DROPPED, "unheard");
    this.window = parts.window();
    this.self = new ReplicaId(Math.toIntExact(parts.signer().id()));
    this.address = parts.address();
    this.announcement =
        parts.signer().sign(new Announcement(self, parts.incarnation(), parts.address())).wire();
    for (var member : parts.configuration().members()) {
      if (!member.id().equals(self)) {
        peers.put(member.id(), new Peer(member.address()));
      }
    }
  }

  /**
   * What links are made of.
   *
   * @param incarnation higher at every start of this replica
   * @param address where this replica listens, as {@code host:port}
   * @param window bytes of requests and bulk for a peer that is not heard
   * @param lost told of each peer at whose address nobody listens
   */
  public record Parts(
      Transport transport,
      Consumer<ReplicaId> lost,
      MessageSigner signer,
      Configuration configuration,
      long incarnation,
      String address,
      long window,
      Meter meter) {}

  public static Behavior<Command> create(Parts parts) {
    return Behaviors.setup(
        context -> {
          var self = context.getSelf();
          parts.transport().watch(address -> self.tell(new Refused(address)));
          parts.transport().watchClients(client -> self.tell(new ClientConnected(client)));
          return Behaviors.withTimers(timers -> new PeerLinks(timers, parts).linking());
        });
  }

  private Behavior<Command> linking() {
    peers.values().forEach(peer -> greet(peer.address));
    return Behaviors.receive(Command.class)
        .onMessage(Broadcast.class, this::onBroadcast)
        .onMessage(Send.class, this::onSend)
        .onMessage(Answer.class, this::onAnswer)
        .onMessage(Hints.class, this::onHints)
        .onMessage(Announced.class, this::onAnnounced)
        .onMessage(PeerHeard.class, this::onHeard)
        .onMessage(Refused.class, this::onRefused)
        .onMessage(ClientConnected.class, this::onClientConnected)
        .onMessage(TellClients.class, this::onTellClients)
        .build();
  }

  private Behavior<Command> onBroadcast(Broadcast command) {
    for (var peer : peers.values()) {
      send(peer, command.wire(), command.lane());
    }
    return Behaviors.same();
  }

  private Behavior<Command> onSend(Send command) {
    var peer = peers.get(command.to());
    if (peer != null) {
      send(peer, command.wire(), command.lane());
    }
    return Behaviors.same();
  }

  private Behavior<Command> onAnswer(Answer command) {
    transport.toClient(command.replyTo(), command.wire());
    return Behaviors.same();
  }

  /** Announces this replica at every address that is new, while there is room for hints. */
  private Behavior<Command> onHints(Hints hints) {
    hinted.retainAll(hints.addresses());
    int room = HINTS * (peers.size() + 1) - hinted.size();
    if (room > 0) {
      var fresh = new TreeSet<>(hints.addresses());
      fresh.removeAll(hinted);
      fresh.stream().limit(room).forEach(this::heed);
    }
    if (hinted.size() < hints.addresses().size()) {
      unheeded.increment();
    }
    return Behaviors.same();
  }

  private void heed(String hint) {
    hinted.add(hint);
    greet(hint);
  }

  private Behavior<Command> onAnnounced(Announced announced) {
    var message = announced.announcement().message();
    var peer = peers.get(message.replica());
    if (peer != null && message.incarnation() > peer.incarnation) {
      peer.incarnation = message.incarnation();
      peer.unheard = 0;
      peer.address = message.address();
      peer.announcement = Optional.of(announced.announcement().wire());
      greet(peer.address);
      tellClientsSoon(message.replica());
    }
    return Behaviors.same();
  }

  private void tellClientsSoon(ReplicaId peer) {
    if (!timers.isTimerActive(peer)) {
      timers.startSingleTimer(peer, new TellClients(peer), TELL_PAUSE);
    }
  }

  private Behavior<Command> onTellClients(TellClients command) {
    var peer = peers.get(command.peer());
    if (peer != null) {
      peer.announcement.ifPresent(transport::toAllClients);
    }
    return Behaviors.same();
  }

  /**
   * Tells even of those that are where the genesis record says: a client may know them elsewhere,
   * and one that knows the latest announcement believes no older one.
   */
  private Behavior<Command> onClientConnected(ClientConnected client) {
    transport.toClient(client.replyTo(), announcement);
    for (var peer : peers.values()) {
      peer.announcement.ifPresent(wire -> transport.toClient(client.replyTo(), wire));
    }
    return Behaviors.same();
  }

  private Behavior<Command> onHeard(PeerHeard heard) {
    var peer = peers.get(heard.peer());
    if (peer != null) {
      peer.unheard = 0;
      peer.attempts = 0;
    }
    return Behaviors.same();
  }

  private Behavior<Command> onRefused(Refused refused) {
    peers.forEach(
        (id, peer) -> {
          if (peer.address.equals(refused.address())) {
            lost.accept(id);
          }
        });
    return Behaviors.same();
  }

  /**
   * Votes and statuses always leave, or replicas that fell silent for each other at once would
   * never hear each other again; the transport bounds what of them waits.
   *
   * <p>Whoever is not heard may have missed the announcement, and what it sends would go to where
   * this replica was; or it may have moved itself, to somewhere that only the registry knows.
   */
  private void send(Peer peer, Bytes wire, Lane lane) {
    peer.attempts++;
    if (peer.attempts >= REMIND && Integer.bitCount(peer.attempts) == 1) {
      greet(peer.address);
      unknown().forEach(this::greet);
    }
    if (lane != Lane.VOTES) {
      if (peer.unheard > window) {
        unheard.increment();
        return;
      }
      peer.unheard += wire.length();
    }
    transport.toReplica(peer.address, lane, wire);
  }

  /** Where the registry says that somebody listens, and no peer is known to. */
  private Set<String> unknown() {
    var unknown = new TreeSet<>(hinted);
    unknown.remove(address);
    peers.values().forEach(peer -> unknown.remove(peer.address));
    return unknown;
  }

  private void greet(String address) {
    transport.toReplica(address, Lane.VOTES, announcement);
  }
}
