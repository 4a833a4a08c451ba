package io.quorate.engine.core;

import io.quorate.engine.model.RequestId;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How long requests wait for the primary, told by one at a time: drawn as it comes, handed on to
 * everybody when it is not executed soon, and counted from then. Drawn as they come, not as they
 * wait, so that a few which wait for long do not stand for all; handed on, so that no client can
 * make a primary look slow by asking everyone but it.
 */
final class WaitSample {

  private Optional<RequestId> drawn = Optional.empty();
  private OptionalLong handedOn = OptionalLong.empty();
  private OptionalLong found = OptionalLong.empty();
  private long since;
  private long waited;

  /** The next is drawn when the one before is executed. */
  void came(RequestId request, long now) {
    if (drawn.isEmpty()) {
      drawn = Optional.of(request);
      handedOn = OptionalLong.empty();
      since = now;
      waited = 0;
    }
  }

  void executed(RequestId request) {
    if (drawn.isPresent() && drawn.get().equals(request)) {
      drawn = Optional.empty();
      found = found.isPresent() ? found : OptionalLong.of(waited);
    }
  }

  /**
   * The drawn request, once, if it has waited since before {@code then}: from now on it is the
   * primary that it waits for.
   */
  Optional<RequestId> handOn(long then, long now) {
    if (handedOn.isPresent() || since >= then) {
      return Optional.empty();
    }
    handedOn = OptionalLong.of(now);
    return drawn;
  }

  /**
   * What the drawn request had waited when it was last seen waiting, once it is executed: less than
   * the truth by a tick at most, and nothing for one that was not handed on.
   */
  OptionalLong onTick(long now) {
    waited = now - handedOn.orElse(now);
    var taken = found;
    found = OptionalLong.empty();
    return taken;
  }

  /** What was drawn waited for another primary, or was executed elsewhere. */
  void forget() {
    drawn = Optional.empty();
    found = OptionalLong.empty();
  }
}
