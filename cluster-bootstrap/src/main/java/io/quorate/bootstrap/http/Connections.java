package io.quorate.bootstrap.http;

import io.quorate.engine.model.Bounded;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * All open connections. When one comes too many, the one that did nothing for the longest time is
 * closed for it. When all are at work, a few more are let in for status, health and metrics. Used
 * by the server's thread only, but for {@link #count}.
 */
final class Connections {

  /** How many are let in beyond the bound, for status, health and metrics. */
  static final int RESERVED = 16;

  private final int bound;

  @Bounded(by = HttpBuffers.HEADS)
  private final LinkedHashSet<HttpConnection> open = new LinkedHashSet<>();

  @Bounded(by = HttpBuffers.HEADS)
  private final LinkedHashSet<HttpConnection> idle = new LinkedHashSet<>();

  private volatile int count;
  private volatile boolean stopping;
  private long dated;
  private String date = "";

  Connections(int bound) {
    this.bound = bound;
  }

  /** What a new connection may ask. */
  enum Admission {
    ALL,
    STATUS,
    NOTHING
  }

  Admission opened(HttpConnection connection) {
    open.add(connection);
    count = open.size();
    if (open.size() > bound && !idle.isEmpty()) {
      idle.iterator().next().close();
    }
    idle.add(connection);
    if (open.size() <= bound) {
      return Admission.ALL;
    }
    return open.size() <= bound + RESERVED ? Admission.STATUS : Admission.NOTHING;
  }

  /** It waits for its next request. */
  void idle(HttpConnection connection) {
    idle.add(connection);
  }

  void busy(HttpConnection connection) {
    idle.remove(connection);
  }

  void closed(HttpConnection connection) {
    idle.remove(connection);
    open.remove(connection);
    count = open.size();
  }

  /** Closes those whose time is over. */
  void sweep(long now) {
    for (var connection : List.copyOf(open)) {
      connection.sweep(now);
    }
  }

  /** From now on a connection ends with the answer that is under way. */
  void stop() {
    stopping = true;
    List.copyOf(idle).forEach(HttpConnection::close);
  }

  void closeAll() {
    List.copyOf(open).forEach(HttpConnection::close);
  }

  boolean isStopping() {
    return stopping;
  }

  /** From any thread. */
  int count() {
    return count;
  }

  /** The time of day as HTTP writes it; to the second. */
  String date() {
    long now = System.nanoTime();
    if (date.isEmpty() || now - dated > 1_000_000_000L) {
      dated = now;
      date = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
    }
    return date;
  }
}
