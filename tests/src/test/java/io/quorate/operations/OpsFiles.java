package io.quorate.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files of {@code ops/}. */
final class OpsFiles {

  static final Path OPS = Path.of(System.getProperty("quorate.root"), "ops");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private OpsFiles() {}

  static JsonNode yaml(String name) throws IOException {
    return YAML.readTree(Files.readString(OPS.resolve(name)));
  }

  /** Each document of a file that has several. */
  static List<JsonNode> documents(String name) throws IOException {
    try (var all =
        YAML.readerFor(JsonNode.class).<JsonNode>readValues(OPS.resolve(name).toFile())) {
      return all.readAll();
    }
  }

  static JsonNode dashboard() throws IOException {
    return JSON.readTree(Files.readString(OPS.resolve("grafana/dashboards/quorate.json")));
  }

  /** The expression of every panel, with the dashboard's variables filled in. */
  static List<String> panelQueries(String job, String interval) throws IOException {
    var queries = new ArrayList<String>();
    for (var panel : dashboard().path("panels")) {
      for (var target : panel.path("targets")) {
        queries.add(
            target
                .path("expr")
                .asText()
                .replace("$job", job)
                .replace("$__rate_interval", interval));
      }
    }
    return queries;
  }
}
