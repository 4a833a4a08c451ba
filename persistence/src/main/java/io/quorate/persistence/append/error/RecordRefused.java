package io.quorate.persistence.append.error;

/** One write that can never be stored; nothing of it was written and the log goes on. */
public final class RecordRefused extends LogRefusal {
  private static final long serialVersionUID = 1L;

  private RecordRefused(String message) {
    super(message);
  }

  public static RecordRefused tooLarge(String persistenceId, long octets, long limit) {
    return new RecordRefused(
        "a write of "
            + persistenceId
            + " takes "
            + octets
            + " bytes, a segment holds "
            + limit
            + " (segment-size)");
  }

  public static RecordRefused outOfSequence(String persistenceId, long highest, long actual) {
    return new RecordRefused(
        persistenceId + " wrote sequence number " + actual + " after " + highest);
  }
}
