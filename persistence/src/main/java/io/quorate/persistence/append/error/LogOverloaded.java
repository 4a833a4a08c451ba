package io.quorate.persistence.append.error;

/** The queue of writes is full; this write was not attempted and may be tried again. */
public final class LogOverloaded extends LogRefusal {
  private static final long serialVersionUID = 1L;

  public LogOverloaded(long waiting, long limit) {
    super(waiting + " bytes wait for the disk, the limit is " + limit + " (queue-size)");
  }
}
