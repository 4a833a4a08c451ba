package io.quorate.bootstrap.link;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** The first octet of a connection, which tells what kind it is; nothing depends on its secrecy. */
enum Greeting {
  /** Ours: TLS follows, and in it frames. */
  OURS(0x51),
  /** A handshake of TLS (RFC 8446, section 5.1), as Pekko's remoting begins. */
  PEKKO(0x16);

  private final byte octet;

  Greeting(int octet) {
    this.octet = (byte) octet;
  }

  byte octet() {
    return octet;
  }

  /** A new connection's buffers are empty, so that one octet is always taken. */
  void write(SocketChannel socket) throws IOException {
    if (socket.write(ByteBuffer.wrap(new byte[] {octet})) != 1) {
      throw new IOException("a new connection takes nothing");
    }
  }
}
