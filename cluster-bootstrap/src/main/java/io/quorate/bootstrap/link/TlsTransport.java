package io.quorate.bootstrap.link;

import io.quorate.bootstrap.metrics.BootstrapMetrics;
import io.quorate.bootstrap.tls.CommitteeTrust;
import io.quorate.bootstrap.tls.QuorateSslEngineProvider;
import io.quorate.bootstrap.tls.TlsFiles;
import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Genesis;
import io.quorate.engine.spi.EngineMetrics;
import io.quorate.engine.spi.InboundFrame;
import io.quorate.engine.spi.Meter;
import io.quorate.engine.spi.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import javax.security.auth.x500.X500Principal;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.dispatch.Dispatchers;

/**
 * Sends over TLS connections, one for each lane of each replica that is sent to. A message is
 * sealed and written by the thread that sends it. Answers to clients go back on the connection that
 * the client made, so that a client need not be reachable.
 */
public final class TlsTransport implements Transport, AutoCloseable {

  private static final int MOST_ROUTES = 1_024;
  static final int ORDINARY = 200 * 1024;

  private final Links links;
  private final InboundConnections inbound;
  private final Meter.Counter tooLarge;
  private final Meter.Counter noLink;
  private final Meter.Counter noClient;
  private final Traffic traffic;
  private final Self self;
  private final long life = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);

  @Bounded(by = LinkBuffers.CONNECTIONS)
  private final Map<Lane, ActorRef<InboundFrame>> takers = new ConcurrentHashMap<>();

  @Bounded(by = LinkBuffers.CONNECTIONS)
  private final Map<Target, OutboundConnection> outbound =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Target, OutboundConnection> eldest) {
          if (size() <= MOST_ROUTES) {
            return false;
          }
          eldest.getValue().close();
          return true;
        }
      };

  private volatile Consumer<String> refusals = address -> {};
  private volatile Consumer<String> connected = client -> {};

  private record Target(String address, Lane lane) {}

  /**
   * Who this process is.
   *
   * @param principal whom its certificate names
   * @param address how others reach it; empty if they do not
   */
  record Self(X500Principal principal, String address) {}

  /**
   * Sends as the owner of the credential in this directory, believes the committee's, and runs what
   * takes its time where the actor system lets blocking work run.
   *
   * @param address how others reach it; empty if they do not
   * @throws IOException with a message for the operator when there is no credential
   */
  public static TlsTransport open(
      ActorSystem system, Path directory, Genesis genesis, String address, Meter meter)
      throws IOException {
    var trust = new CommitteeTrust(genesis, InstantSource.system());
    return open(system, directory, trust, address, meter);
  }

  /** The same, with a trust that several share. */
  public static TlsTransport open(
      ActorSystem system, Path directory, CommitteeTrust trust, String address, Meter meter)
      throws IOException {
    var credential = TlsFiles.read(directory);
    var tls = new QuorateSslEngineProvider(credential, trust);
    meter
        .gauge(BootstrapMetrics.CERTIFICATE_EXPIRY)
        .set(credential.certificate().getNotAfter().toInstant().getEpochSecond());
    var slow = system.dispatchers().lookup(Dispatchers.DefaultBlockingDispatcherId());
    return new TlsTransport(
        new Links(Reactor.on(system.dispatcher()), slow, tls),
        new Self(credential.certificate().getSubjectX500Principal(), address),
        LinkSettings.from(system.settings().config()).fitting(),
        meter);
  }

  /** Sends, but does not listen. Ends the reactor of the links with itself. */
  TlsTransport(Links links, Self self, LinkSettings settings, Meter meter) {
    this.links = links;
    this.traffic = new Traffic(meter);
    this.inbound =
        new InboundConnections(
            links, settings, traffic, this::deliver, name -> connected.accept(name));
    this.self = self;
    this.tooLarge = meter.counter(EngineMetrics.DROPPED, "too-large");
    this.noLink = meter.counter(EngineMetrics.DROPPED, "no-link");
    this.noClient = meter.counter(EngineMetrics.DROPPED, "no-client");
  }

  /**
   * Listens, too.
   *
   * @param remoting where Pekko's remoting of this process listens, if it does: its connections are
   *     passed on
   * @throws IOException if the address is in use or not of this machine
   */
  public void bind(InetSocketAddress address, Optional<InetSocketAddress> remoting)
      throws IOException {
    new Acceptor(links.reactor(), address, remoting, inbound).open();
  }

  /** The name under which this process is answered as a client. */
  public String replyAddress() {
    return InboundConnections.name(self.principal(), life);
  }

  @Override
  public void listen(Lane lane, ActorRef<InboundFrame> taker) {
    takers.put(lane, taker);
    if (lane == Lane.REPLIES) {
      connected.accept(replyAddress());
    }
  }

  @Override
  public void watch(Consumer<String> told) {
    refusals = told;
  }

  /** A client in this process is connected when it listens. */
  @Override
  public void watchClients(Consumer<String> told) {
    connected = told;
    inbound.clients().forEach(told);
    if (takers.containsKey(Lane.REPLIES)) {
      told.accept(replyAddress());
    }
  }

  @Override
  public void toAllClients(Bytes wire) {
    inbound.clients().forEach(client -> toClient(client, wire));
    if (takers.containsKey(Lane.REPLIES)) {
      toClient(replyAddress(), wire);
    }
  }

  @Override
  public void toReplica(String address, Lane lane, Bytes wire) {
    if (address.equals(self.address())) {
      deliver(lane, new InboundFrame(wire));
    } else if (wire.length() > Connection.LARGEST_FRAME) {
      tooLarge.increment();
    } else {
      traffic.sent(lane, wire);
      var target = lane == Lane.VOTES && wire.length() > ORDINARY ? Lane.BULK : lane;
      if (!outbound(new Target(address, target)).send(wire)) {
        noLink.increment();
      }
    }
  }

  private OutboundConnection outbound(Target target) {
    synchronized (outbound) {
      return outbound.computeIfAbsent(
          target,
          to ->
              new OutboundConnection(
                  links,
                  to.address(),
                  new Hello(to.lane(), life),
                  wire -> deliver(Lane.REPLIES, wire),
                  () -> refusals.accept(to.address())));
    }
  }

  @Override
  public void toClient(String replyTo, Bytes wire) {
    if (replyTo.equals(replyAddress())) {
      deliver(Lane.REPLIES, new InboundFrame(wire));
    } else {
      traffic.sent(Lane.REPLIES, wire);
      if (!inbound.send(replyTo, wire)) {
        noClient.increment();
      }
    }
  }

  /** Before somebody listens, what comes is lost. */
  private void deliver(Lane lane, InboundFrame frame) {
    traffic.received(lane, frame.octets());
    var taker = takers.get(lane);
    if (taker != null) {
      taker.tell(frame);
    } else {
      frame.done(0);
    }
  }

  /** Ends all connections. */
  @Override
  public void close() {
    links.reactor().close();
  }
}
