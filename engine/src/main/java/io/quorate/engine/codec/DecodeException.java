package io.quorate.engine.codec;

/** Carries a {@link DecodeError} up to the codec's edge, where it becomes a value. No stack. */
final class DecodeException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient DecodeError error;

  DecodeException(DecodeError.Kind kind, String detail) {
    super(detail, null, false, false);
    this.error = new DecodeError(kind, detail);
  }

  DecodeError error() {
    return error;
  }
}
