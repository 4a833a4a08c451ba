package io.quorate.bootstrap.http;

import io.netty.handler.codec.http.HttpHeaders;

/** A request without its body. */
record RequestHead(String method, RequestTarget target, HttpHeaders headers) {

  /** The header's value; empty when there is none. */
  String header(String name) {
    var value = headers.get(name);
    return value == null ? "" : value;
  }

  boolean isRead() {
    return method.equals("GET") || method.equals("HEAD");
  }
}
