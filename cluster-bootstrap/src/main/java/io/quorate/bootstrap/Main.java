package io.quorate.bootstrap;

import io.quorate.bootstrap.cli.QuorateCommand;

/** Entry of the command line. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(QuorateCommand.run(arguments));
  }
}
