package io.quorate.bootstrap.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.quorate.bootstrap.http.HttpSettings;
import io.quorate.bootstrap.limits.BufferSettings;
import io.quorate.bootstrap.limits.BufferTable;
import io.quorate.bootstrap.limits.Heap;
import io.quorate.bootstrap.prover.ProverSettings;
import io.quorate.bootstrap.registry.RegistrySettings;
import io.quorate.bootstrap.settings.Address;
import io.quorate.bootstrap.settings.Problems;
import io.quorate.engine.model.Genesis;
import java.nio.file.Path;
import java.util.List;

/**
 * What one process needs to know, read once.
 *
 * @param directory of the replica: its {@code application.conf}, keys, data and log
 * @param index which member of the committee it is
 * @param listen where it is reached and where it listens; the committee's address if not set
 * @param peers addresses to look at first; the committee's if empty
 * @param registry where others are found
 * @param applicationClass the state machine
 * @param config for Pekko; nobody reads settings of ours from it
 */
public record NodeSettings(
    Path directory,
    Path committee,
    int index,
    Listen listen,
    List<String> peers,
    RegistrySettings registry,
    String applicationClass,
    HttpSettings http,
    ProverSettings prover,
    Storage storage,
    Config config) {

  /**
   * Where remoting listens; an empty host or port 0 is not set.
   *
   * @param bindHost where it listens if that is not how it is reached
   */
  public record Listen(String host, int port, String bindHost, int bindPort) {}

  /**
   * Where data and logs are, and whether data is kept at all.
   *
   * @param journal the plugin that keeps votes
   */
  public record Storage(boolean durable, Path data, Path log, String journal) {}

  /**
   * The settings of the replica in this directory.
   *
   * @throws Problems.Unusable with everything that is wrong, each with its key's path
   */
  public static NodeSettings from(Config root, Path directory) {
    var problems = new Problems();
    var quorate = problems.at("quorate");
    var c = root.getConfig("quorate");
    var settings =
        new NodeSettings(
            directory,
            quorate.read("committee", p -> directory.resolve(c.getString(p))).orElse(directory),
            quorate.read("replica.index", p -> inRange(c.getInt(p), 0, 1_000)).orElse(0),
            listen(c, quorate),
            quorate
                .<List<String>>read("replica.peers", p -> addresses(c.getStringList(p)))
                .orElse(List.of()),
            RegistrySettings.from(c, quorate),
            quorate.read("application.class", p -> filled(c.getString(p))).orElse(""),
            HttpSettings.from(c, quorate),
            ProverSettings.from(c, quorate, directory),
            storage(c, quorate, directory),
            root);
    problems.raise(directory.resolve("application.conf").toString());
    return settings;
  }

  /**
   * What others can make a process with these settings keep.
   *
   * @param heapBytes of the process
   */
  public BufferTable buffers(Genesis genesis, long heapBytes) {
    return BufferTable.of(genesis, BufferSettings.from(config, http, storage.durable()), heapBytes);
  }

  /** The heap that a replica of this group needs if nothing is set. */
  public static long usualHeapBytes(Genesis genesis) {
    var usual = ConfigLayers.over(ConfigFactory.empty());
    var http = HttpSettings.from(usual.getConfig("quorate"), new Problems());
    return Heap.usualBytes(genesis, BufferSettings.from(usual, http, true));
  }

  private static Listen listen(Config c, Problems problems) {
    return new Listen(
        problems.read("replica.host", c::getString).orElse(""),
        problems.read("replica.port", p -> port(c.getInt(p))).orElse(0),
        problems.read("replica.bind-host", c::getString).orElse(""),
        problems.read("replica.bind-port", p -> port(c.getInt(p))).orElse(0));
  }

  private static Storage storage(Config c, Problems problems, Path directory) {
    return new Storage(
        problems.read("mode", p -> mode(c.getString(p))).orElse(true),
        problems.read("data", p -> directory.resolve(c.getString(p))).orElse(directory),
        problems.read("log", p -> directory.resolve(c.getString(p))).orElse(directory),
        problems.read("persistence.log.plugin", c::getString).orElse(IncarnationRecord.EMBEDDED));
  }

  private static boolean mode(String text) {
    if (!text.equals("durable") && !text.equals("memory")) {
      throw new IllegalArgumentException("must be durable or memory, not " + text);
    }
    return text.equals("durable");
  }

  private static List<String> addresses(List<String> addresses) {
    addresses.forEach(Address::parse);
    return addresses;
  }

  private static int port(int port) {
    return inRange(port, 0, 65_535);
  }

  private static int inRange(int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException("must be " + least + " to " + most + ", not " + value);
    }
    return value;
  }

  private static String filled(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("must not be empty");
    }
    return text;
  }
}
