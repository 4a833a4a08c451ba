package io.quorate.engine.spi;

import java.util.Set;
import java.util.function.Consumer;

/**
 * Where replicas might be reached. What it says is a hint: it never changes who is in the
 * committee, how many they are, a quorum or a key. A lying registry can hide a replica, not
 * impersonate one, for replicas announce themselves under their own signature.
 */
public interface PeerRegistry {

  /** Makes {@code host:port} known as an address of this process. */
  void register(String address);

  void deregister(String address);

  /** Addresses at which a replica may listen, as {@code host:port}. */
  Set<String> list();

  /** Calls the watcher with the whole list, now and after every change, from any thread. */
  AutoCloseable watch(Consumer<Set<String>> watcher);
}
