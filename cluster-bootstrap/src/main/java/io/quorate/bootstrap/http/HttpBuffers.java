package io.quorate.bootstrap.http;

import io.quorate.engine.model.Buffer;
import io.quorate.engine.model.Genesis;
import java.util.List;

/** What those who ask over HTTP can make the interface keep. */
public final class HttpBuffers {

  static final String BODIES = "bodies of HTTP requests";
  static final String ANSWERS = "answers of HTTP requests";

  private static final String ASKERS = "who asks over HTTP";

  private HttpBuffers() {}

  public static List<Buffer> of(Genesis genesis, HttpSettings settings) {
    var limits = genesis.rules().limits();
    return List.of(
        new Buffer(BODIES, ASKERS, "http.max-buffered", 2 * settings.maxBuffered()),
        new Buffer(
            ANSWERS,
            ASKERS,
            "http.max-waiting, result-bytes",
            (long) settings.maxWaiting() * limits.resultBytes()));
  }
}
