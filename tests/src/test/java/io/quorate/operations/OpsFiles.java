package io.quorate.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.Yaml;

/** The files of {@code ops/}. */
public final class OpsFiles {

  public static final Path OPS = Path.of(System.getProperty("quorate.root"), "ops");

  private static final ObjectMapper JSON = new ObjectMapper();

  private OpsFiles() {}

  public static JsonNode yaml(String name) throws IOException {
    return documents(name).get(0);
  }

  /** Each document of a file, with anchors and merges resolved. */
  static List<JsonNode> documents(String name) throws IOException {
    var all = new Yaml().loadAll(Files.readString(OPS.resolve(name)));
    return StreamSupport.stream(all.spliterator(), false)
        .map(each -> JSON.<JsonNode>valueToTree(each))
        .toList();
  }

  /** The elements of a list. */
  public static List<JsonNode> elements(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).toList();
  }

  /** The strings of a list. */
  public static List<String> strings(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }

  static JsonNode dashboard() throws IOException {
    return JSON.readTree(Files.readString(OPS.resolve("grafana/dashboards/quorate.json")));
  }

  /** The expression of every panel, with the dashboard's variables filled in. */
  public static List<String> panelQueries(String job, String interval) throws IOException {
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
