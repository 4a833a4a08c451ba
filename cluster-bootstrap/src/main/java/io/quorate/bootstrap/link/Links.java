package io.quorate.bootstrap.link;

import io.quorate.bootstrap.settings.Address;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import org.apache.pekko.remote.artery.tcp.SSLEngineProvider;

/**
 * What connections are made with.
 *
 * @param slow runs what takes its time: handshakes, looking names up
 */
record Links(Reactor reactor, Executor slow, SSLEngineProvider tls) {

  Connection dialled(SocketChannel socket, Address to, Connection.Owner owner) {
    return new Connection(
        reactor, slow, socket, tls.createClientSSLEngine(to.host(), to.port()), owner);
  }

  Connection taken(SocketChannel socket, Connection.Owner owner) {
    return new Connection(reactor, slow, socket, tls.createServerSSLEngine("localhost", 0), owner);
  }
}
