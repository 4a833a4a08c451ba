package io.quorate.bootstrap.cli.kv;

import io.quorate.bootstrap.access.ClientAccess;
import io.quorate.bootstrap.cli.group.CommandFailure;
import io.quorate.bootstrap.cli.group.Console;
import io.quorate.bootstrap.cli.group.Options;
import io.quorate.bootstrap.cli.group.Providers;
import io.quorate.bootstrap.kv.KeyValueOperation;
import io.quorate.bootstrap.kv.KeyValueRequest;
import io.quorate.bootstrap.kv.KeyValueResult;
import io.quorate.engine.client.RequestFailed;
import io.quorate.engine.model.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command that asks the group, believing only what f + 1 replicas say alike. */
abstract class ClientCommand implements Callable<Integer> {

  private static final int NAME = 32;

  @Spec CommandSpec spec;
  @Mixin Options.Where where;
  @Mixin Options.Output output;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "How long to wait for the group. Default: ${DEFAULT-VALUE}")
  int timeout;

  @Parameters(index = "0", paramLabel = "KEY", description = "A key, in UTF-8.")
  String key;

  /** What to ask. */
  abstract KeyValueOperation operation();

  /** Shows the result and gives the exit code. */
  abstract int show(Console console, long sequence, KeyValueResult result);

  Bytes keyBytes() {
    var bytes = Bytes.utf8(key);
    if (bytes.isEmpty() || bytes.length() > KeyValueOperation.MAX_KEY) {
      throw CommandFailure.usage("KEY has 1 to " + KeyValueOperation.MAX_KEY + " bytes");
    }
    return bytes;
  }

  static Bytes valueBytes(String value) {
    var bytes = Bytes.utf8(value);
    if (bytes.length() > KeyValueOperation.MAX_VALUE) {
      throw CommandFailure.usage("a value has at most " + KeyValueOperation.MAX_VALUE + " bytes");
    }
    return bytes;
  }

  /** These bytes as text; empty when they are not UTF-8, for nothing is shown changed. */
  static Optional<String> text(Bytes bytes) {
    try {
      var decoder = StandardCharsets.UTF_8.newDecoder();
      return Optional.of(decoder.decode(ByteBuffer.wrap(bytes.toArray())).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  @Override
  public final Integer call() throws IOException {
    var request = new KeyValueRequest(drawName(), operation()).encode();
    var group = where.group();
    group.genesis();
    try (var connection = Providers.one(ClientAccess.class).connect(group.root())) {
      var reply =
          connection.ask(request).toCompletableFuture().orTimeout(timeout, TimeUnit.SECONDS).join();
      var result =
          KeyValueResult.decode(reply.result())
              .orElseThrow(() -> CommandFailure.failed("this group runs no key-value store"));
      if (result instanceof KeyValueResult.Full) {
        throw CommandFailure.failed("the store is full");
      }
      return show(Console.of(spec, output), reply.sequence().value(), result);
    } catch (CompletionException e) {
      throw explained(e.getCause());
    }
  }

  private CommandFailure explained(Throwable cause) {
    if (cause instanceof RequestFailed.NotExecuted) {
      return CommandFailure.failed("not done: " + cause.getMessage());
    }
    var why =
        cause instanceof RequestFailed
            ? cause.getMessage()
            : "no quorum answered within " + timeout + " s";
    return CommandFailure.failed("it may have been done or not: " + why);
  }

  private static Bytes drawName() {
    var name = new byte[NAME];
    new SecureRandom().nextBytes(name);
    return Bytes.wrap(name);
  }

  /** Shows a write's place and version, or that there is no such key. */
  static int showWritten(Console console, long sequence, KeyValueResult result) {
    if (result instanceof KeyValueResult.Written written) {
      var json = Console.object().put("sequence", sequence).put("version", written.version());
      console.answer(json, "version " + written.version() + ", sequence " + sequence);
      return 0;
    }
    throw CommandFailure.failed("no such key");
  }
}
