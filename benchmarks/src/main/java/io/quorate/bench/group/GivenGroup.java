package io.quorate.bench.group;

import io.quorate.bench.process.MeasuredProcess;
import io.quorate.bootstrap.access.ClientAccess;
import io.quorate.bootstrap.cli.group.CommandFailure;
import io.quorate.bootstrap.cli.group.GroupDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** A group that runs already, and goes on. */
public record GivenGroup(GroupDirectory group, ClientAccess.Connection connection)
    implements Subject {

  /** Connects to the group of this directory. */
  public static GivenGroup in(Path directory) throws IOException {
    var group = new GroupDirectory(directory.toAbsolutePath().normalize());
    group.genesis();
    if (Folders.running(group).isEmpty()) {
      throw CommandFailure.usage("no replica of " + directory + " runs here");
    }
    return new GivenGroup(group, connect(group));
  }

  static ClientAccess.Connection connect(GroupDirectory group) throws IOException {
    return ServiceLoader.load(ClientAccess.class).findFirst().orElseThrow().connect(group.root());
  }

  @Override
  public String name() {
    return replicas() + " replicas of " + group.root().getFileName();
  }

  @Override
  public int replicas() {
    return group.genesis().members().size();
  }

  @Override
  public boolean isDurable() {
    return group.local().stream().allMatch(i -> group.settings(i).storage().durable());
  }

  @Override
  public List<MeasuredProcess> processes() {
    return Folders.running(group);
  }

  @Override
  public Map<String, List<ProcessHandle>> kinds() {
    return Map.of();
  }

  @Override
  public void close() {
    connection.close();
  }
}
