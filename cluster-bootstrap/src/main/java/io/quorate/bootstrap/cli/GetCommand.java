package io.quorate.bootstrap.cli;

import io.quorate.bootstrap.kv.KeyValueOperation;
import io.quorate.bootstrap.kv.KeyValueResult;
import java.util.Base64;
import picocli.CommandLine.Command;

@Command(
    name = "get",
    mixinStandardHelpOptions = true,
    description = "Reads a value, as of now. With --json the value is in base64.")
final class GetCommand extends ClientCommand {

  @Override
  KeyValueOperation operation() {
    return new KeyValueOperation.Get(keyOctets());
  }

  @Override
  int show(Console console, long sequence, KeyValueResult result) {
    if (result instanceof KeyValueResult.Found found) {
      var base64 = Base64.getEncoder().encodeToString(found.value().toArray());
      var json = Console.object().put("sequence", sequence).put("version", found.version());
      console.answer(json.put("value", base64), found.value().asUtf8());
      return 0;
    }
    throw Refusal.failed("no such key");
  }
}
