package io.quorate.bootstrap.http;

/** How far a connection is with the request that it serves; {@link HttpConnection} draws it. */
enum ConnectionPhase {
  IDLE,
  QUEUED,
  RECEIVING,
  DISCARDING,
  WAITING,
  WRITING,
  LINGERING,
  /** HTTP/2 is spoken, and read by others. */
  HTTP_2,
  CLOSED;

  /** Whether what arrives is looked at now. */
  boolean reads() {
    return this == IDLE || this == RECEIVING || this == DISCARDING || this == LINGERING;
  }
}
