package io.quorate.bootstrap.cli.group;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import io.quorate.bootstrap.committee.CommitteeFile;
import io.quorate.bootstrap.node.ConfigLayers;
import io.quorate.bootstrap.node.NodeSettings;
import io.quorate.bootstrap.settings.Address;
import io.quorate.bootstrap.settings.Problems;
import io.quorate.engine.model.Genesis;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A group's files: {@code committee.conf}, {@code client-0/}, and {@code replica-<i>/} with {@code
 * application.conf}, keys, {@code data/}, {@code log/} and, while it runs, {@code replica.pid}.
 */
public record GroupDirectory(Path root) {

  /** Names the file whose settings lie between a replica's own and the defaults. */
  public static final String SHARED_SETTINGS = "quorate.settings";

  public static final String SETTINGS = "application.conf";
  public static final String CLIENT = "client-0";

  public Path committee() {
    return root.resolve(CommitteeFile.NAME);
  }

  public Path client() {
    return client(0);
  }

  Path client(int number) {
    return root.resolve("client-" + number);
  }

  public Path replica(int index) {
    return root.resolve("replica-" + index);
  }

  public PidFile pid(int index) {
    return new PidFile(replica(index).resolve(PidFile.NAME));
  }

  public RunningReplica running(int index) {
    return new RunningReplica(index, data(index), pid(index));
  }

  /** The process that is this replica; empty when it does not run. */
  public Optional<ProcessHandle> process(int index) {
    return running(index).process();
  }

  /** One with settings that cannot be read can still run, from before they were changed. */
  private Path data(int index) {
    try {
      return settings(index).storage().data();
    } catch (CommandFailure | Problems.Unusable e) {
      return replica(index).resolve("data");
    }
  }

  public boolean exists() {
    return Files.exists(committee());
  }

  /** The committee's record; a refusal when there is no group here. */
  public Genesis genesis() {
    if (!exists()) {
      throw CommandFailure.usage(
          "there is no group in " + root + ": run quorate up or quorate init");
    }
    return CommitteeFile.read(committee());
  }

  /** What this replica's settings say; a refusal when there is no such replica here. */
  public NodeSettings settings(int index) {
    var file = replica(index).resolve(SETTINGS);
    if (!Files.isReadable(file)) {
      throw CommandFailure.usage("there is no replica " + index + " in " + root);
    }
    try {
      return NodeSettings.from(load(file), replica(index));
    } catch (ConfigException e) {
      throw CommandFailure.usage(file + " cannot be read: " + e.getMessage());
    }
  }

  private static Config load(Path file) {
    var shared = System.getProperty(SHARED_SETTINGS, "");
    return ConfigLayers.of(
        file, shared.isEmpty() ? Optional.empty() : Optional.of(Path.of(shared)));
  }

  /** Indices of the replicas whose files are here; not all need be. */
  public List<Integer> local() {
    return IntStream.range(0, genesis().members().size())
        .filter(i -> Files.exists(replica(i).resolve(SETTINGS)))
        .boxed()
        .toList();
  }

  /** Where this replica answers HTTP. */
  public Address http(int index) {
    var http = settings(index).http();
    return new Address(http.host(), http.port());
  }
}
