package io.quorate.bootstrap.cli.group;

/** Something that an operator should know, in one line, and the exit code that goes with it. */
public final class CommandFailure extends RuntimeException {

  /** What was tried did not happen. */
  public static final int FAILED = 1;

  /** What was asked, or where, makes no sense. */
  public static final int USAGE = 2;

  private static final long serialVersionUID = 1L;

  private final int code;

  private CommandFailure(int code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  public static CommandFailure failed(String message) {
    return new CommandFailure(FAILED, message);
  }

  public static CommandFailure usage(String message) {
    return new CommandFailure(USAGE, message);
  }

  public int code() {
    return code;
  }
}
