package io.quorate.bootstrap.registry;

import io.quorate.bootstrap.access.RegistryStatus.Check;
import io.quorate.bootstrap.access.ReplicaStarter.Probe;
import io.quorate.engine.model.Bounded;
import io.quorate.engine.spi.PeerList;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Checks each listed address regularly: does somebody of the group answer, and who? */
final class HealthChecks {

  /** How many addresses are tried at once: each may let us wait for seconds. */
  private static final int AT_ONCE = 4;

  private final Probe probe;
  private final Duration interval;
  private final ScheduledExecutorService threads =
      Executors.newScheduledThreadPool(AT_ONCE, task -> Threads.daemon("quorate-check", task));

  @Bounded(by = PeerList.BUFFER)
  private final Map<String, ScheduledFuture<?>> checks = new ConcurrentHashMap<>();

  @Bounded(by = PeerList.BUFFER)
  private final ConcurrentMap<String, Check> results = new ConcurrentHashMap<>();

  HealthChecks(Probe probe, Duration interval) {
    this.probe = probe;
    this.interval = interval;
  }

  /** Checks these from now on, and no others; new ones at once. */
  synchronized void follow(Set<String> addresses) {
    checks
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone = !addresses.contains(entry.getKey());
              if (gone) {
                entry.getValue().cancel(false);
              }
              return gone;
            });
    results.keySet().retainAll(addresses);
    addresses.forEach(address -> checks.computeIfAbsent(address, this::begin));
  }

  private ScheduledFuture<?> begin(String address) {
    return threads.scheduleWithFixedDelay(
        () -> check(address), 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void check(String address) {
    var result = checked(address);
    if (checks.containsKey(address)) {
      results.put(address, result);
    }
  }

  private Check checked(String address) {
    try {
      return new Check(true, probe.whoAnswers(address), "", -1);
    } catch (IOException | RuntimeException e) {
      var why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      return new Check(false, "", why, -1);
    }
  }

  /** The last result. */
  Check of(String address) {
    return results.getOrDefault(address, Check.PENDING);
  }

  void stop() {
    threads.shutdownNow();
  }
}
