package io.quorate.bootstrap.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.bootstrap.cli.group.Console;
import io.quorate.bootstrap.cli.group.Options;
import io.quorate.bootstrap.cli.group.ReplicaProcess;
import io.quorate.bootstrap.limits.BufferTable;
import io.quorate.bootstrap.node.NodeSettings;
import io.quorate.bootstrap.settings.Problems;
import io.quorate.engine.model.Buffer;
import io.quorate.engine.model.Genesis;
import java.util.ArrayList;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "limits",
    mixinStandardHelpOptions = true,
    description = "Shows all that a replica can be made to keep in memory, and whether it fits.")
final class LimitsCommand implements Callable<Integer> {

  private static final String ROW = "%-40s %-24s %10s%n";
  private static final double MIB = 1 << 20;

  @Spec CommandSpec spec;
  @Mixin Options.Where where;
  @Mixin Options.Output output;

  @Option(
      names = "--replica",
      paramLabel = "I",
      defaultValue = "0",
      description = "Whose table, from 0; all are checked. Default: ${DEFAULT-VALUE}")
  int replica;

  @Override
  public Integer call() {
    var group = where.group();
    var genesis = group.genesis();
    var table = table(genesis, group.settings(replica));
    Console.of(spec, output).answer(json(table), text(table));
    var problems = new ArrayList<String>();
    for (int each : group.local()) {
      for (var problem : table(genesis, group.settings(each)).problems()) {
        problems.add("replica " + each + ": " + problem);
      }
    }
    if (!problems.isEmpty()) {
      throw new Problems.Unusable(group.root().toString(), problems);
    }
    return 0;
  }

  /** What a replica of these settings could be made to keep, in a process as it is started here. */
  static BufferTable table(Genesis genesis, NodeSettings settings) {
    return settings.buffers(genesis, ReplicaProcess.heapBytes(genesis));
  }

  private static ObjectNode json(BufferTable table) {
    var json = Console.object();
    var rows = json.putArray("rows");
    for (var row : table.rows()) {
      rows.addObject()
          .put("name", row.name())
          .put("filledBy", row.filledBy())
          .put("boundedBy", row.bound())
          .put("worstBytes", row.worstBytes());
    }
    return json.put("sumBytes", table.sumBytes()).put("heapBytes", table.heapBytes());
  }

  private static String text(BufferTable table) {
    var text = new StringBuilder(ROW.formatted("buffer", "filled by", "MiB"));
    for (Buffer row : table.rows()) {
      text.append(ROW.formatted(row.name(), row.filledBy(), mib(row.worstBytes())));
    }
    text.append(ROW.formatted("sum", "", mib(table.sumBytes())));
    text.append(ROW.formatted("may be, 60 % of the heap", "", mib(table.roomBytes())));
    return text.toString().stripTrailing();
  }

  private static String mib(long bytes) {
    return String.format(Locale.ROOT, "%.1f", bytes / MIB);
  }
}
