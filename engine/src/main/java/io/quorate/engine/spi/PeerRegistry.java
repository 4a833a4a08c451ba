package io.quorate.engine.spi;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Where replicas might be reached. What it says is a hint: it never changes who is in the
 * committee, how many they are, a quorum or a key. A lying registry can hide a replica, not
 * impersonate one, for replicas announce themselves under their own signature.
 *
 * <p>No method waits for a server or throws because of one: what cannot be done now is tried again
 * with growing pauses, and {@link #condition} tells why.
 */
public interface PeerRegistry {

  /** The word in {@code quorate.registry}. */
  String name();

  /** Makes an entry of this process known, or replaces the one of the same address. */
  void register(PeerEntry own);

  /** Withdraws the entry of this address, if this process has registered it. */
  void deregister(String address);

  /** What is known now, by address, own entries among it; at most {@link PeerList#MOST}. */
  List<PeerEntry> list();

  /**
   * Tells the watcher every entry now, and every change later, one after the other, from any
   * thread. It must not block.
   */
  AutoCloseable watch(Consumer<RegistryEvent> watcher);

  /** Whether what is listed is what the registry says now. */
  default Condition condition() {
    return Condition.GOOD;
  }

  /** Withdraws what was registered, and asks no more. */
  default CompletionStage<?> stop() {
    return CompletableFuture.completedStage(null);
  }

  /**
   * How it is with the registry itself.
   *
   * @param problem in words for an operator; empty while there is none
   * @param since milliseconds since 1970; 0 while there is no problem
   */
  record Condition(String problem, long since) {

    /** No problem. */
    public static final Condition GOOD = new Condition("", 0);

    public boolean isGood() {
      return problem.isEmpty();
    }
  }
}
