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

  Connection dialled(
      SocketChannel socket, Address to, Connection.Owner owner, SendQueue sendQueue) {
    var engine = tls.createClientSSLEngine(to.host(), to.port());
    return new Connection(this, socket, engine, owner, sendQueue);
  }

  Connection taken(SocketChannel socket, Connection.Owner owner, SendQueue sendQueue) {
    var engine = tls.createServerSSLEngine("localhost", 0);
    return new Connection(this, socket, engine, owner, sendQueue);
  }
}
