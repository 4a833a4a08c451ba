package io.quorate.bench.group;

import io.quorate.bootstrap.cli.Subcommand;
import io.quorate.bootstrap.cli.group.GroupDirectory;
import io.quorate.bootstrap.node.Node;
import io.quorate.bootstrap.tls.NativeCiphers;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The process whose throughput is the ceiling; started by {@link UnreplicatedServer}. */
@Command(name = "unreplicated", hidden = true)
public final class UnreplicatedCommand implements Subcommand {

  @Option(names = "--dir", required = true)
  Path dir;

  @Override
  public Integer call() {
    NativeCiphers.prefer();
    var node = Node.start(new GroupDirectory(dir).settings(0), new UnreplicatedStarter());
    node.system().getWhenTerminated().toCompletableFuture().join();
    return 0;
  }
}
