package io.quorate.bootstrap.cli.kv;

import io.quorate.bootstrap.cli.group.CommandFailure;
import io.quorate.bootstrap.cli.group.Console;
import io.quorate.bootstrap.kv.KeyValueOperation;
import io.quorate.bootstrap.kv.KeyValueResult;
import io.quorate.engine.model.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "put",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a value.",
      "Without VALUE and --file it is what standard input has, byte for byte."
    })
public final class PutCommand extends ClientCommand {

  /** The launcher sets this system property when standard input is a terminal. */
  private static final String TYPED = "quorate-typed";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "VALUE",
      description = "The value, in UTF-8. Left out: standard input.")
  String value;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "Take the value from this file, byte for byte.")
  Path file;

  @Override
  KeyValueOperation operation() {
    return new KeyValueOperation.Put(keyBytes(), whole());
  }

  private Bytes whole() {
    if (value != null && file != null) {
      throw CommandFailure.usage("give VALUE or --file, not both");
    }
    if (value != null) {
      return valueBytes(value);
    }
    if (file == null && Boolean.getBoolean(TYPED)) {
      spec.commandLine().getErr().println("type the value, then Ctrl-D");
    }
    var from = file == null ? "standard input" : file.toString();
    try {
      return file == null ? read(System.in, from) : read(file);
    } catch (NoSuchFileException e) {
      throw CommandFailure.usage("there is no file " + from);
    } catch (AccessDeniedException e) {
      throw CommandFailure.usage(from + " cannot be read: it is not yours to read");
    } catch (IOException e) {
      throw CommandFailure.usage(from + " cannot be read: " + e.getMessage());
    }
  }

  private static Bytes read(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return read(in, file.toString());
    }
  }

  private static Bytes read(InputStream in, String from) throws IOException {
    var bytes = in.readNBytes(KeyValueOperation.MAX_VALUE + 1);
    if (bytes.length > KeyValueOperation.MAX_VALUE) {
      throw CommandFailure.usage(
          from + " has more than " + KeyValueOperation.MAX_VALUE + " bytes, the most of a value");
    }
    return Bytes.wrap(bytes);
  }

  @Override
  int show(Console console, long sequence, KeyValueResult result) {
    return showWritten(console, sequence, result);
  }
}
