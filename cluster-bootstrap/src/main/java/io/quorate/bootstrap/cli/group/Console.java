package io.quorate.bootstrap.cli.group;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

/** Where a command writes: answers to standard output, progress too unless JSON was asked for. */
public record Console(PrintWriter out, PrintWriter err, boolean json) {

  public static Console of(CommandSpec spec, Options.Output output) {
    var line = spec.commandLine();
    return new Console(line.getOut(), line.getErr(), output.json);
  }

  /** A line on the way; with JSON it goes to standard error. */
  public synchronized void progress(String line) {
    var to = json ? err : out;
    to.println(line);
    to.flush();
  }

  /** The answer: one of the two. */
  public void answer(JsonNode asJson, String asText) {
    out.println(json ? asJson.toString() : asText);
    out.flush();
  }

  /** An answer in words only. */
  public void text(String line) {
    out.println(line);
    out.flush();
  }

  /** Bytes as they are, to standard output. */
  public void bytes(byte[] bytes) {
    out.flush();
    try {
      output().write(bytes);
    } catch (IOException e) {
      throw CommandFailure.failed("standard output cannot be written: " + e.getMessage());
    }
  }

  /** Never closed: what comes later may have to be said. */
  private static OutputStream output() {
    return new FileOutputStream(FileDescriptor.out);
  }

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
