package io.quorate.persistence.log;

/** More decisions wait for the disk than may; the commit log stops with this. */
public final class CommitLogOverrun extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CommitLogOverrun(long waiting, long limit) {
    super(
        waiting
            + " bytes of decisions wait for the disk, more than the "
            + limit
            + " of quorate.persistence.log.commit-queue");
  }
}
