package io.quorate.history;

import java.util.Optional;

/**
 * One client's operation on one register, as the client saw it. A call that surely did not happen
 * is not part of a history, nor is a read without an answer.
 *
 * @param value what was written, or what was read; empty if nothing was there
 * @param expected what a swap replaced, empty if nothing was there; empty of other kinds. A swap
 *     that was answered to have changed nothing is a read
 * @param begin when it was called; a clock that never goes back, the same for all clients
 * @param end when it was answered; {@link #NEVER} for a write of which nobody knows whether it
 *     happened: it may take effect at any time after its call
 */
public record Call(
    Kind kind, Optional<String> value, Optional<String> expected, long begin, long end) {

  /** The end of what has no answer. */
  public static final long NEVER = Long.MAX_VALUE;

  /** What a register can do. */
  public enum Kind {
    READ,
    WRITE,
    /** Writes if what is there is what was expected. */
    SWAP
  }

  /** A read or a write. */
  public Call(Kind kind, Optional<String> value, long begin, long end) {
    this(kind, value, Optional.empty(), begin, end);
  }

  public Call {
    if (begin >= end) {
      throw new IllegalArgumentException("a call ends after it begins");
    }
  }

  @Override
  public String toString() {
    return kind + " " + value.orElse("nothing") + " [" + begin + ", " + end + "]";
  }
}
