package io.quorate.bootstrap.cli.kv;

import io.quorate.bootstrap.cli.group.CommandFailure;
import io.quorate.bootstrap.cli.group.Console;
import io.quorate.bootstrap.kv.KeyValueOperation;
import io.quorate.bootstrap.kv.KeyValueResult;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "cas",
    mixinStandardHelpOptions = true,
    description = {
      "Writes NEW if the value is EXPECTED, or with --absent if there is none.",
      "Exit code 1 if it was not. With --json values are in base64."
    })
public final class CasCommand extends ClientCommand {

  @Option(names = "--absent", description = "Expect no value; EXPECTED is left out.")
  boolean absent;

  @Parameters(index = "1..*", arity = "1..2", paramLabel = "EXPECTED NEW")
  List<String> values;

  @Override
  KeyValueOperation operation() {
    if (values.size() != (absent ? 1 : 2)) {
      throw CommandFailure.usage("give KEY EXPECTED NEW, or KEY --absent NEW");
    }
    Optional<Digest> expected =
        absent ? Optional.empty() : Optional.of(Digest.of(valueBytes(values.get(0))));
    var replacement = valueBytes(values.get(values.size() - 1));
    return new KeyValueOperation.CompareAndSet(keyBytes(), expected, replacement);
  }

  @Override
  int show(Console console, long sequence, KeyValueResult result) {
    if (!(result instanceof KeyValueResult.Compared compared)) {
      throw CommandFailure.failed("the group answered something else");
    }
    var json =
        Console.object()
            .put("swapped", compared.swapped())
            .put("sequence", sequence)
            .put("version", compared.version())
            .put("current", compared.current().map(CasCommand::base64).orElse(null));
    var now = compared.current().map(CasCommand::shown).orElse("nothing");
    console.answer(json, (compared.swapped() ? "swapped" : "not swapped") + ", now " + now);
    return compared.swapped() ? 0 : CommandFailure.FAILED;
  }

  private static String shown(Bytes value) {
    return text(value).orElseGet(() -> value.length() + " bytes that are not UTF-8");
  }

  private static String base64(Bytes value) {
    return Base64.getEncoder().encodeToString(value.toArray());
  }
}
