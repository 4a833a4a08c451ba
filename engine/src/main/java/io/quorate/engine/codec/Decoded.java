package io.quorate.engine.codec;

import java.util.function.Consumer;
import java.util.function.Function;

/** What decoding came to: a value, or why there is none. */
public sealed interface Decoded<T> {

  /**
   * How the detail of a failure begins that no reader checked for, so that a model's constructor
   * threw, stack trace and all. A net that nothing should fall into: a test sees to it.
   */
  String UNFORESEEN = "unforeseen: ";

  /** The octets were a T. */
  record Value<T>(T value) implements Decoded<T> {}

  /** The octets were not. */
  record Failure<T>(DecodeError error) implements Decoded<T> {}

  default void match(Consumer<? super T> value, Consumer<DecodeError> failure) {
    if (this instanceof Value<T> ok) {
      value.accept(ok.value());
    } else {
      failure.accept(((Failure<T>) this).error());
    }
  }

  default T orElseThrow(Function<DecodeError, ? extends RuntimeException> failure) {
    if (this instanceof Value<T> ok) {
      return ok.value();
    }
    throw failure.apply(((Failure<T>) this).error());
  }

  default boolean isValue() {
    return this instanceof Value;
  }

  /** What decodes; fails by {@link DecodeException} inside this package only. */
  @FunctionalInterface
  interface Decoding<T> {
    T decode() throws DecodeException;
  }

  static <T> Decoded<T> of(Decoding<T> decoding) {
    try {
      return new Value<>(decoding.decode());
    } catch (DecodeException e) {
      return new Failure<>(e.error());
    } catch (IllegalArgumentException | ArithmeticException e) {
      return new Failure<>(
          new DecodeError(DecodeError.Kind.OUT_OF_BOUNDS, UNFORESEEN + e.getMessage()));
    }
  }
}
