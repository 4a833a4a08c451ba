package io.quorate.bootstrap.node;

import io.quorate.bootstrap.access.ReplicaStarter;
import io.quorate.bootstrap.link.PeerProbe;
import io.quorate.bootstrap.link.TlsTransport;
import io.quorate.engine.model.Genesis;
import io.quorate.engine.spi.Meter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.remote.RemoteActorRefProvider;
import org.apache.pekko.remote.artery.ArteryTransport;

/** A replica's connections: its own, and behind the same port those of Pekko's remoting. */
final class Network implements AutoCloseable {

  private final TlsTransport transport;
  private final String address;
  private final PeerProbe probe;

  private Network(TlsTransport transport, String address, PeerProbe probe) {
    this.transport = transport;
    this.address = address;
    this.probe = probe;
  }

  /**
   * Listens where the settings say.
   *
   * @throws CannotStart with a message for the operator
   */
  static Network open(NodeSettings settings, Genesis genesis, ActorSystem system, Meter meter) {
    var address = PekkoSettings.addressOf(settings, genesis).toString();
    try {
      var transport = TlsTransport.open(system, settings.directory(), genesis, address, meter);
      transport.bind(PekkoSettings.bindAddress(settings, genesis), remoting(system));
      return new Network(transport, address, PeerProbe.open(settings.directory(), genesis));
    } catch (IOException e) {
      throw new CannotStart(address + " is in use or cannot be bound: " + e.getMessage(), e);
    }
  }

  /** Of a system that needs no cluster, nothing listens. */
  private static Optional<InetSocketAddress> remoting(ActorSystem system) {
    if (((ExtendedActorSystem) system).provider() instanceof RemoteActorRefProvider provider) {
      var bound = ((ArteryTransport) provider.transport()).bindAddress().address();
      return Optional.of(
          new InetSocketAddress(bound.getHost().orElseThrow(), bound.getPort().orElseThrow()));
    }
    return Optional.empty();
  }

  ReplicaStarter.Network port() {
    return new ReplicaStarter.Network(
        transport, address, transport.replyAddress(), probe::whoAnswers);
  }

  @Override
  public void close() {
    transport.close();
  }
}
