package io.quorate.contracts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.quorate.engine.model.Bytes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Steps for an Ethereum virtual machine of the fork Osaka, @ethereumjs/vm: they are gathered, and
 * run in one process.
 */
final class Evm {

  /** What became of a step; gas is that of the execution, without the transaction's own. */
  record Result(boolean ok, String output, long gas, long transactionGas) {}

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long SECONDS = 240;
  private static final Path SOURCES = Path.of("src/main/solidity").toAbsolutePath();

  private final ArrayNode steps = JSON.createArrayNode();

  static NodeProject project() {
    return NodeProject.install(Path.of("src/test/evm"), Path.of("target/evm"));
  }

  /** Deploys a contract under a name; arguments may name others in braces. */
  Evm deploy(String contract, String name, String arguments) {
    steps.addObject().put("deploy", contract).put("arguments", arguments).put("as", name);
    return this;
  }

  /** Gives the contract that was deployed last some wei. */
  Evm with(long wei) {
    ((com.fasterxml.jackson.databind.node.ObjectNode) steps.get(steps.size() - 1))
        .put("value", Long.toString(wei));
    return this;
  }

  Evm call(String name, String function, Bytes arguments) {
    steps.addObject().put("call", name).put("function", function).put("arguments", hex(arguments));
    return this;
  }

  Evm precompile(int number, String input, long gas) {
    steps.addObject().put("precompile", number).put("input", input).put("gas", gas);
    return this;
  }

  /** Without contracts, for precompiles alone. */
  List<Result> runAlone() {
    return run(Stream.empty());
  }

  /** With all of this module's contracts, and those of other folders. */
  List<Result> run(Path... others) {
    return run(Stream.concat(Stream.of(SOURCES), Stream.of(others)));
  }

  private List<Result> run(Stream<Path> folders) {
    var arguments = Stream.concat(Stream.of("evm.mjs"), folders).toArray();
    try {
      var results = new ArrayList<Result>();
      for (var each : JSON.readTree(project().node(SECONDS, steps.toString(), arguments))) {
        results.add(result(each));
      }
      return results;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Result result(JsonNode json) {
    return new Result(
        json.path("ok").asBoolean(),
        json.path("output").asText(),
        json.path("gas").asLong(),
        json.path("transactionGas").asLong());
  }

  static String hex(Bytes bytes) {
    return HexFormat.of().formatHex(bytes.toArray());
  }
}
