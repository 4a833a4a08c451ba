package io.quorate.bootstrap.cli.group;

import io.quorate.engine.crypto.SignatureScheme;
import io.quorate.engine.model.Limit;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Options that several commands share; mixed in by picocli. */
public final class Options {

  private static final int FEWEST = 4;
  private static final int HIGHEST_PORT = 65_535;

  private Options() {}

  /** Where the group is. */
  public static final class Where {
    @Option(
        names = "--dir",
        paramLabel = "DIR",
        defaultValue = "./cluster",
        description = "Directory of the group. Default: ${DEFAULT-VALUE}")
    Path dir;

    public GroupDirectory group() {
      return new GroupDirectory(dir.toAbsolutePath().normalize());
    }
  }

  /** How to answer. */
  public static final class Output {
    @Option(names = "--json", description = "Answer in JSON.")
    public boolean json;
  }

  /** What group to found. */
  public static final class Founding {
    @Option(
        names = "--replicas",
        paramLabel = "N",
        defaultValue = "4",
        description = "Members of a new group, at least 4. Default: ${DEFAULT-VALUE}")
    public int replicas;

    @Option(
        names = "--base-port",
        paramLabel = "P",
        defaultValue = "2551",
        description = "Replica I of a new group talks to the others on P + I. ${DEFAULT-VALUE}")
    public int basePort;

    @Option(
        names = "--http-port",
        paramLabel = "P",
        defaultValue = "8551",
        description = "Replica I of a new group answers HTTP on P + I. ${DEFAULT-VALUE}")
    public int httpPort;

    @Option(
        names = "--hosts",
        paramLabel = "H",
        split = ",",
        defaultValue = "127.0.0.1",
        description = "Address of all replicas of a new group, or one of each. ${DEFAULT-VALUE}")
    List<String> hosts;

    @Option(
        names = "--name",
        paramLabel = "NAME",
        defaultValue = "quorate",
        description = "Name of a new group. ${DEFAULT-VALUE}")
    String name;

    @Option(
        names = "--scheme",
        paramLabel = "SCHEME",
        defaultValue = "ed25519",
        description = "Identity keys of a new group: ed25519 or ecdsa-p256. ${DEFAULT-VALUE}")
    String scheme;

    @Option(
        names = "--clients",
        paramLabel = "N",
        defaultValue = "1",
        description =
            "Clients of a new group, with a key each: client-0 and so on. ${DEFAULT-VALUE}")
    int clients;

    public GroupPlan plan(boolean durable) {
      if (replicas < FEWEST) {
        throw CommandFailure.usage(
            "--replicas: a group needs at least 4 replicas, not " + replicas);
      }
      if (hosts.size() != 1 && hosts.size() != replicas) {
        throw CommandFailure.usage("--hosts: give one for all or one for each of " + replicas);
      }
      if (!name.matches("[A-Za-z0-9._-]{1,64}")) {
        throw CommandFailure.usage("--name: 1 to 64 of A-Z a-z 0-9 . _ -");
      }
      if (clients < 1 || clients > Limit.CLIENTS.usual()) {
        throw CommandFailure.usage("--clients: 1 to " + Limit.CLIENTS.usual() + ", not " + clients);
      }
      checkPort("--base-port", basePort);
      checkPort("--http-port", httpPort);
      return new GroupPlan(
          name,
          replicas,
          hosts,
          known(),
          new GroupPlan.Ports(basePort, httpPort),
          clients,
          durable);
    }

    private SignatureScheme known() {
      try {
        return SignatureScheme.ofName(scheme);
      } catch (IllegalArgumentException e) {
        throw CommandFailure.usage("--scheme: " + e.getMessage());
      }
    }

    private void checkPort(String option, int port) {
      if (port < 1 || port + replicas - 1 > HIGHEST_PORT) {
        throw CommandFailure.usage(option + ": no room for " + replicas + " ports from " + port);
      }
    }
  }
}
