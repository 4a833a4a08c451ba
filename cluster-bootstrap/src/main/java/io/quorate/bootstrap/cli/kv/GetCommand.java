package io.quorate.bootstrap.cli.kv;

import io.quorate.bootstrap.cli.group.CommandFailure;
import io.quorate.bootstrap.cli.group.Console;
import io.quorate.bootstrap.kv.KeyValueOperation;
import io.quorate.bootstrap.kv.KeyValueResult;
import io.quorate.engine.model.Bytes;
import java.util.Base64;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "get",
    mixinStandardHelpOptions = true,
    description = {"Reads a value, as of now.", "With --json the value is in base64."})
public final class GetCommand extends ClientCommand {

  @Option(names = "--raw", description = "Write the value's bytes and nothing else, no newline.")
  boolean raw;

  @Override
  KeyValueOperation operation() {
    if (raw && output.json) {
      throw CommandFailure.usage("give --raw or --json, not both");
    }
    return new KeyValueOperation.Get(keyBytes());
  }

  @Override
  int show(Console console, long sequence, KeyValueResult result) {
    if (!(result instanceof KeyValueResult.Found found)) {
      throw CommandFailure.failed("no such key");
    }
    if (raw) {
      console.bytes(found.value().toArray());
    } else if (output.json) {
      var base64 = Base64.getEncoder().encodeToString(found.value().toArray());
      var json = Console.object().put("sequence", sequence).put("version", found.version());
      console.answer(json.put("value", base64), "");
    } else {
      console.text(text(found.value()).orElseThrow(() -> binary(found.value())));
    }
    return 0;
  }

  private static CommandFailure binary(Bytes value) {
    return CommandFailure.failed(
        "the value is "
            + value.length()
            + " bytes that are not UTF-8: get it with --raw or --json");
  }
}
