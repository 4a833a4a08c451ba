package io.quorate.bootstrap.http;

import io.quorate.engine.model.Buffer;
import java.util.List;

/** What those who ask over HTTP can make the interface keep. */
public final class HttpBuffers {

  static final String BODIES = "bodies of HTTP requests and answers";
  static final String HEADS = "heads of HTTP requests";

  private static final String ASKERS = "who asks over HTTP";

  private HttpBuffers() {}

  /** What is held of requests and of answers shares one bound. */
  public static List<Buffer> of(HttpSettings settings) {
    long head = RequestDecoder.MAX_LINE + RequestDecoder.MAX_HEADERS;
    long connections = (long) settings.maxConnections() + Connections.RESERVED;
    return List.of(
        new Buffer(HEADS, ASKERS, "http.max-connections", connections * head),
        new Buffer(BODIES, ASKERS, "http.max-buffered", settings.maxBuffered()));
  }
}
