package io.quorate.bench.profile;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quorate.bench.report.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Where processor time went, of each kind of process in each run. */
public record ProfileReport(List<Profile> profiles) {

  private static final int HOTTEST = 15;

  /** Rooms below this share are told in JSON only. */
  private static final double LEAST = 0.005;

  /** What was seen of processes that do the same work. */
  record Profile(String run, String processes, Samples samples) {

    private String toText() {
      var rooms = new Table("share", "room");
      samples.rooms().stream()
          .filter(each -> each.share() >= LEAST)
          .forEach(each -> rooms.row(percent(each.share()), each.name()));
      var methods = new Table("share", "on top of the stack");
      samples.hottest(HOTTEST).forEach(each -> methods.row(percent(each.share()), each.name()));
      var title = String.format("### %s: %s, %,d samples", run, processes, samples.count());
      return String.join("\n\n", title, rooms.toString(), methods.toString());
    }
  }

  /** Two tables for each. */
  public String toText() {
    return profiles.stream().map(Profile::toText).collect(Collectors.joining("\n\n"));
  }

  /** All rooms and the hottest methods, as shares of 1. */
  public ArrayNode toJson() {
    var array = JsonNodeFactory.instance.arrayNode();
    for (var each : profiles) {
      var json = array.addObject().put("run", each.run()).put("processes", each.processes());
      json.put("samples", each.samples().count());
      var rooms = json.putObject("rooms");
      each.samples().rooms().forEach(share -> rooms.put(share.name(), share.share()));
      var methods = json.putObject("hottest");
      each.samples().hottest(HOTTEST).forEach(share -> methods.put(share.name(), share.share()));
    }
    return array;
  }

  /** Writes {@code profile.md}. */
  public void writeTo(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("profile.md"), toText() + "\n");
  }

  private static String percent(double share) {
    return String.format("%.1f %%", share * 100);
  }
}
