package io.quorate.bootstrap.http;

import io.quorate.engine.model.Bytes;
import java.util.List;

/**
 * What goes back to a caller. The body's bytes are shared, not copied: many callers may be given
 * the same answer.
 *
 * @param held what the budget holds for the body until the answer is written
 */
record Answer(int status, String contentType, List<Header> headers, Bytes body, Lease held) {

  static final String JSON = "application/json";
  static final String TEXT = "text/plain; charset=UTF-8";
  static final String BYTES = "application/octet-stream";

  /** A header of an answer. */
  record Header(String name, String value) {}

  Answer {
    headers = List.copyOf(headers);
  }

  static Answer of(int status, String contentType, Bytes body) {
    return new Answer(status, contentType, List.of(), body, Lease.NOTHING);
  }

  Answer with(String name, String value) {
    var more = new java.util.ArrayList<>(headers);
    more.add(new Header(name, value));
    return new Answer(status, contentType, more, body, held);
  }

  Answer holding(Lease lease) {
    return new Answer(status, contentType, headers, body, lease);
  }
}
