package io.quorate.engine.client;

/**
 * When the next request is due though few asks wait and others are in flight. Near by, an answer
 * comes before that; far away, requests that leave evenly spread wait less than those that leave
 * when all are answered. Not thread-safe; knows no clock: all times are in nanoseconds.
 */
final class SendPacing {

  private final long floor;
  private final int inFlight;
  private long lastSent;
  private long took;

  /**
   * @param floor nothing is due sooner after another
   * @param inFlight requests that may be in flight
   */
  SendPacing(long floor, int inFlight) {
    this.floor = floor;
    this.inFlight = inFlight;
  }

  void sent(long now) {
    lastSent = now;
  }

  /** A request was answered that was sent so long ago. */
  void answered(long after) {
    took = after;
  }

  boolean isDue(long now) {
    return now - lastSent >= Math.max(floor, took / inFlight);
  }
}
