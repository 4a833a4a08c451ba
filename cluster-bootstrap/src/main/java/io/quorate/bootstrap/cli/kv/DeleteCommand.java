package io.quorate.bootstrap.cli.kv;

import io.quorate.bootstrap.cli.group.Console;
import io.quorate.bootstrap.kv.KeyValueOperation;
import io.quorate.bootstrap.kv.KeyValueResult;
import picocli.CommandLine.Command;

@Command(name = "delete", mixinStandardHelpOptions = true, description = "Deletes a key.")
public final class DeleteCommand extends ClientCommand {

  @Override
  KeyValueOperation operation() {
    return new KeyValueOperation.Delete(keyBytes());
  }

  @Override
  int show(Console console, long sequence, KeyValueResult result) {
    return showWritten(console, sequence, result);
  }
}
