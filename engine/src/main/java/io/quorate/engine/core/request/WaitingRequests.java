package io.quorate.engine.core.request;

import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.message.Message.Request;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What the shell may know of the requests that wait: since when, and which to hand on. */
public final class WaitingRequests {

  private final Requests requests;
  private final long share;

  /**
   * @param share what one client's requests may weigh in a pool
   */
  public WaitingRequests(Requests requests, long share) {
    this.requests = requests;
    this.share = share;
  }

  public OptionalLong oldestPending() {
    return requests.oldestPending();
  }

  /** Nanoseconds that a group may take for the bytes of all requests that wait. */
  public long allowed() {
    return requests.allowedForPending();
  }

  /** Since when a request waits for which the primary must have had room. */
  public OptionalLong passedOverSince() {
    return requests.passedOverSince(share);
  }

  /**
   * The request whose wait counts from now, for handing on to everybody; once, if it has waited for
   * longer than this, in nanoseconds, or the one before had to wait for the primary.
   */
  public Optional<Verified<Request>> handOnSample(long waited) {
    return requests.handOnSample(waited);
  }

  /**
   * Requests that wait though others that came so much later are executed, for handing on: the
   * primary may not have them. Each once in a view.
   *
   * @param most octets, but for the first of them
   */
  public List<Verified<Request>> overtaken(long margin, int most) {
    return requests.overtaken(margin, most);
  }

  /** Requests that have waited since before this moment, for handing on to a primary. */
  public List<Verified<Request>> pendingSinceBefore(long then, int most) {
    return requests.pendingSinceBefore(then, most);
  }
}
