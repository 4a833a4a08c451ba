package io.quorate.bootstrap.node;

import io.quorate.bootstrap.access.ReplicaStarter;
import io.quorate.bootstrap.link.TlsTransport;
import io.quorate.engine.model.Genesis;
import io.quorate.engine.replica.Meter;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.remote.RemoteActorRefProvider;
import org.apache.pekko.remote.artery.ArteryTransport;

/** A replica's connections: its own, and behind the same port those of Pekko's remoting. */
final class Network implements AutoCloseable {

  private final TlsTransport transport;
  private final String address;

  private Network(TlsTransport transport, String address) {
    this.transport = transport;
    this.address = address;
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
      return new Network(transport, address);
    } catch (IOException e) {
      throw new CannotStart(address + " is in use or cannot be bound: " + e.getMessage(), e);
    }
  }

  private static InetSocketAddress remoting(ActorSystem system) {
    var provider = (RemoteActorRefProvider) ((ExtendedActorSystem) system).provider();
    var bound = ((ArteryTransport) provider.transport()).bindAddress().address();
    return new InetSocketAddress(bound.getHost().orElseThrow(), bound.getPort().orElseThrow());
  }

  ReplicaStarter.Network port() {
    return new ReplicaStarter.Network(transport, address, transport.replyAddress());
  }

  @Override
  public void close() {
    transport.close();
  }
}
