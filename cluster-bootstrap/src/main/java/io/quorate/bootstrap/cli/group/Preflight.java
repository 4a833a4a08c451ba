package io.quorate.bootstrap.cli.group;

import io.quorate.bootstrap.node.CannotStart;
import io.quorate.bootstrap.node.DataDirectory;
import io.quorate.bootstrap.node.PekkoSettings;
import io.quorate.bootstrap.settings.Address;
import io.quorate.bootstrap.settings.Problems;
import io.quorate.engine.model.Genesis;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.Optional;

/** Finds out before a replica is started what would keep it from starting. */
public final class Preflight {

  private Preflight() {}

  /** Why this one cannot start here: a busy port, a directory, settings, another group's data. */
  public static Optional<CommandFailure> problem(
      GroupDirectory group, Genesis genesis, int replica) {
    try {
      check(group, genesis, replica);
      return Optional.empty();
    } catch (CommandFailure e) {
      return Optional.of(e);
    } catch (CannotStart | Problems.Unusable e) {
      return Optional.of(CommandFailure.usage(e.getMessage()));
    }
  }

  private static void check(GroupDirectory group, Genesis genesis, int replica) {
    var settings = group.settings(replica);
    settings
        .buffers(genesis, ReplicaProcess.heapBytes(genesis))
        .check(group.replica(replica).resolve(GroupDirectory.SETTINGS).toString());
    checkFree(replica, PekkoSettings.addressOf(settings, genesis));
    checkFree(replica, group.http(replica));
    var data = settings.storage().data();
    try {
      Files.createDirectories(data);
      Files.createDirectories(settings.storage().log());
      Files.delete(Files.createTempFile(data, "probe", ""));
    } catch (IOException e) {
      throw CommandFailure.usage(data + " cannot be written: " + e);
    }
    DataDirectory.refuseForeign(data, genesis, replica);
  }

  private static void checkFree(int replica, Address address) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address.host(), address.port()));
    } catch (IOException e) {
      throw CommandFailure.usage(
          "replica " + replica + " cannot listen on " + address + ": " + e.getMessage());
    }
  }
}
