package io.quorate.engine.core.health;

import io.quorate.engine.model.RequestId;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How long requests wait for the primary, told by one at a time: drawn as it comes, handed on to
 * everybody when it is not executed soon, and counted from then. Drawn as they come, not as they
 * wait, so that a few which wait for long do not stand for all; handed on, so that no client can
 * make a primary look slow by asking everyone but it. After one that waited for its order for much
 * longer than for its votes the next is handed on at once, to see whether it is the primary. What
 * the bytes that were executed meanwhile may have taken does not count: where values are large, a
 * request waits for others, whoever leads.
 */
public final class RequestWaitSample {

  /** Less is noise; nanoseconds. */
  private static final long NOISE = 20_000_000;

  private final ByteTime byteTime;
  private Optional<RequestId> drawn = Optional.empty();
  private OptionalLong handedOn = OptionalLong.empty();
  private OptionalLong ordered = OptionalLong.empty();
  private Optional<Wait> found = Optional.empty();
  private long since;
  private long spentThen;
  private long spentAtHandOn;
  private boolean hurried;

  public RequestWaitSample(ByteTime byteTime) {
    this.byteTime = byteTime;
  }

  /**
   * What a request waited for once the primary must have had it, in nanoseconds.
   *
   * @param order until a batch referred to it
   * @param votes from then until it was executed; everything, if it was executed without being seen
   *     in a batch
   */
  public record Wait(long order, long votes) {
    private static final int MUCH = 4;

    public long whole() {
      return order + votes;
    }

    /** Votes take two rounds and an order takes one: then it was the primary that took so long. */
    boolean isForThePrimary() {
      return order > MUCH * votes;
    }
  }

  /** The next is drawn when the one before is executed. */
  public void came(RequestId request, long now) {
    if (drawn.isEmpty()) {
      drawn = Optional.of(request);
      handedOn = OptionalLong.empty();
      ordered = OptionalLong.empty();
      since = now;
      spentThen = byteTime.spent();
    }
  }

  /** A batch of this view refers to it. */
  public void ordered(RequestId request, long now) {
    if (isDrawn(request) && ordered.isEmpty()) {
      ordered = OptionalLong.of(now);
    }
  }

  public void executed(RequestId request, long now) {
    if (isDrawn(request)) {
      var whole = waited(since, spentThen, now);
      hurried = whole.isForThePrimary() && whole.order() > NOISE;
      found = found.or(() -> Optional.of(waited(handedOn.orElse(now), spentAtHandOn, now)));
      drawn = Optional.empty();
    }
  }

  /**
   * The drawn request, once, if it has waited for longer than {@code most}, or the one before
   * waited for the primary: from now on this one does.
   */
  public Optional<RequestId> handOn(long most, long now) {
    long waited = now - since - (byteTime.spent() - spentThen);
    if (drawn.isEmpty() || handedOn.isPresent() || (waited <= most && !hurried)) {
      return Optional.empty();
    }
    spentAtHandOn = byteTime.spent();
    handedOn = OptionalLong.of(now);
    return drawn;
  }

  /** Of the first that was executed since this was asked last. */
  public Optional<Wait> take() {
    var taken = found;
    found = Optional.empty();
    return taken;
  }

  /** What was drawn waited for another primary, or was executed elsewhere. */
  public void forget() {
    drawn = Optional.empty();
    found = Optional.empty();
  }

  private boolean isDrawn(RequestId request) {
    return drawn.isPresent() && drawn.get().equals(request);
  }

  /** What bytes took is taken from the wait for an order first: in a queue it is the longer one. */
  private Wait waited(long from, long spentBefore, long now) {
    long until = Math.max(from, ordered.orElse(from));
    long allowed = byteTime.spent() - spentBefore;
    long order = Math.max(0, until - from - allowed);
    return new Wait(order, Math.min(now - until, Math.max(0, now - from - allowed)));
  }
}
