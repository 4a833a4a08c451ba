package io.quorate.bootstrap.cli;

import io.quorate.bootstrap.node.PekkoSettings;
import io.quorate.bootstrap.settings.Address;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;

/** Finds out before anything is started what would keep it from starting. */
final class Preflight {

  private Preflight() {}

  /** A refusal when a replica runs already, a port is busy or a directory cannot be written. */
  static void check(GroupDirectory group) {
    var genesis = group.genesis();
    for (int i = 0; i < genesis.members().size(); i++) {
      var settings = group.settings(i);
      ReplicaProcess.refuseSecond(group, i);
      checkFree(i, PekkoSettings.addressOf(settings, genesis));
      checkFree(i, group.http(i));
      try {
        Files.createDirectories(settings.storage().data());
        Files.createDirectories(settings.storage().log());
        Files.delete(Files.createTempFile(settings.storage().data(), "probe", ""));
      } catch (IOException e) {
        throw Refusal.usage(settings.storage().data() + " cannot be written: " + e);
      }
    }
  }

  private static void checkFree(int replica, Address address) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address.host(), address.port()));
    } catch (IOException e) {
      throw Refusal.usage(
          "replica " + replica + " cannot listen on " + address + ": " + e.getMessage());
    }
  }
}
