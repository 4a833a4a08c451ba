package io.quorate.persistence.append.error;

import io.quorate.engine.spi.Explained;

/**
 * Why the log did not do what it was asked. A write that fails with one of these is not durable as
 * far as its caller may know; nothing is ever skipped or repaired in silence.
 */
public abstract sealed class LogRefusal extends RuntimeException implements Explained
    permits CorruptLog, ForeignLog, LogInUse, LogOverloaded, LogWriteFailed, RecordRefused {
  private static final long serialVersionUID = 1L;

  LogRefusal(String message) {
    super(message);
  }

  LogRefusal(String message, Throwable cause) {
    super(message, cause);
  }
}
