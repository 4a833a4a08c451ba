package io.quorate.persistence.append.error;

import java.io.IOException;

/**
 * The disk refused a write or a force. Whether the write survives is unknown, so the log takes no
 * more writes until it is opened again.
 */
public final class LogWriteFailed extends LogRefusal {
  private static final long serialVersionUID = 1L;

  public LogWriteFailed(String what, Throwable cause) {
    super(what + ": " + (cause instanceof IOException ? cause.getMessage() : cause), cause);
  }

  public LogWriteFailed(String what) {
    super(what);
  }
}
