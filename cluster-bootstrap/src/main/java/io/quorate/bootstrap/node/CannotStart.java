package io.quorate.bootstrap.node;

/** Why a node does not start, in one line for its operator. */
public final class CannotStart extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public CannotStart(String why) {
    super(why);
  }

  public CannotStart(String why, Throwable cause) {
    super(why, cause);
  }
}
