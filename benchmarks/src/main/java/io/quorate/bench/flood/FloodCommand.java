package io.quorate.bench.flood;

import io.quorate.bootstrap.cli.Subcommand;
import io.quorate.bootstrap.cli.group.GroupDirectory;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The process of a {@link Flooder}; started by {@link Flood}. Says when it is ready, begins at the
 * first octet that it reads, ends when there is nothing more to read, and says what it came to.
 */
@Command(name = "flood", hidden = true)
public final class FloodCommand implements Subcommand {

  @Spec CommandSpec spec;

  @Option(names = "--dir", required = true)
  Path dir;

  @Option(names = "--replica", required = true)
  int replica;

  @Option(names = "--rate", required = true)
  int rate;

  @Override
  public Integer call() throws Exception {
    try (var flooder = new Flooder(new GroupDirectory(dir), replica, rate)) {
      flooder.prepare();
      say("ready");
      if (System.in.read() >= 0) {
        flooder.begin();
        System.in.readAllBytes();
        say(flooder.end().write());
      }
    }
    return 0;
  }

  private void say(String line) {
    var out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
