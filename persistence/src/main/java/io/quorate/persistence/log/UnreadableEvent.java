package io.quorate.persistence.log;

/** The journal gave back octets that are no event of ours; the log that asked stops with this. */
public final class UnreadableEvent extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnreadableEvent(String message) {
    super(message);
  }
}
