package io.quorate.bootstrap.http;

/** A request that is refused before anything was asked of the group. */
final class BadRequest extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;

  BadRequest(int status, String reason) {
    super(reason, null, false, false);
    this.status = status;
  }

  Answer answer() {
    return switch (status) {
      case 405 -> Answers.notAllowed(getMessage());
      case 503 -> Answers.unavailable(getMessage(), Answers.SOON);
      default -> Answers.error(status, getMessage());
    };
  }

  /**
   * @param methods that are allowed, as the header {@code Allow} lists them
   */
  static BadRequest notAllowed(String methods) {
    return new BadRequest(405, methods);
  }

  /** It does not fit now. */
  static BadRequest busy(String what) {
    return new BadRequest(503, what);
  }
}
