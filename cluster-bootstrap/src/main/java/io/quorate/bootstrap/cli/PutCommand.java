package io.quorate.bootstrap.cli;

import io.quorate.bootstrap.kv.KeyValueOperation;
import io.quorate.bootstrap.kv.KeyValueResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "put", mixinStandardHelpOptions = true, description = "Writes a value.")
final class PutCommand extends ClientCommand {

  @Parameters(index = "1", paramLabel = "VALUE", description = "The value, in UTF-8.")
  String value;

  @Override
  KeyValueOperation operation() {
    return new KeyValueOperation.Put(keyOctets(), valueOctets(value));
  }

  @Override
  int show(Console console, long sequence, KeyValueResult result) {
    return showWritten(console, sequence, result);
  }
}
