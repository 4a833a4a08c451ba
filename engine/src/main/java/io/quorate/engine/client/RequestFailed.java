package io.quorate.engine.client;

import java.time.Duration;

/** Why an ask got no reply; what a retry may do follows from the kind. */
public abstract sealed class RequestFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private RequestFailed(String message) {
    super(message, null, false, false);
  }

  /** The request itself is at fault: it is larger than the group takes. */
  static NotExecuted tooLarge() {
    return new NotExecuted("the operation is too large", Duration.ZERO);
  }

  /** It surely was not and will not be executed. */
  public static final class NotExecuted extends RequestFailed {

    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    public NotExecuted(String why, Duration retryAfter) {
      super(why);
      this.retryAfter = retryAfter;
    }

    /** When trying again makes sense; zero if never, because the request itself is at fault. */
    public Duration retryAfter() {
      return retryAfter;
    }
  }

  /** It may have been executed, or may be yet: no quorum's word arrived in time. */
  public static final class Indeterminate extends RequestFailed {

    private static final long serialVersionUID = 1L;

    public Indeterminate(String why) {
      super(why);
    }
  }
}
