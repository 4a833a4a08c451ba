package io.quorate.bootstrap.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;

/** Says what it is told, byte for byte, and reads one answer at a time. */
final class RawCaller implements AutoCloseable {

  private static final int PATIENCE = 15_000;

  private final Socket socket;
  private final InputStream in;

  RawCaller(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE);
    in = socket.getInputStream();
  }

  /** One answer. */
  record Heard(int status, String head, String body) {
    String header(String name) {
      for (var line : head.lines().toList()) {
        if (line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ": ")) {
          return line.substring(name.length() + 2);
        }
      }
      return "";
    }
  }

  RawCaller say(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    return this;
  }

  Heard hear() throws IOException {
    return hear(true);
  }

  /** An answer to HEAD has no body, whatever its length says. */
  Heard hear(boolean hasBody) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("closed after: " + head);
      }
      head.append((char) next);
    }
    int status = Integer.parseInt(head.substring(9, 12));
    var heard = new Heard(status, head.toString(), "");
    var length = heard.header("Content-Length");
    if (!hasBody || length.isEmpty()) {
      return heard;
    }
    var body = new ByteArrayOutputStream();
    body.writeBytes(in.readNBytes(Integer.parseInt(length)));
    return new Heard(status, head.toString(), body.toString(ISO_8859_1));
  }

  /** Whether the server has ended the connection; waits for it. */
  boolean isEnded() throws IOException {
    try {
      return in.read() < 0;
    } catch (java.net.SocketException reset) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
