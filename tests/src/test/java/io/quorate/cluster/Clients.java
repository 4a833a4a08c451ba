package io.quorate.cluster;

import io.quorate.history.Call;
import io.quorate.history.Linearizability;
import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** Clients that read and write the same few keys through different replicas, and remember all. */
final class Clients implements AutoCloseable {

  private static final int KEYS = 3;

  private final AtomicLong numbers = new AtomicLong();
  private final Map<String, List<Call>> history = new TreeMap<>();
  private final List<Thread> clients = new ArrayList<>();
  private volatile boolean stopped;

  private Clients(String label) {
    for (int i = 0; i < KEYS; i++) {
      history.put(label + i, Collections.synchronizedList(new ArrayList<>()));
    }
  }

  /** So many through each of these; keys begin with the label. */
  static Clients through(List<Gateway> gateways, int each, String label) {
    var all = new Clients(label);
    for (int i = 0; i < gateways.size() * each; i++) {
      var gateway = gateways.get(i % gateways.size());
      var random = new Random(i);
      var client = new Thread(() -> all.run(gateway, random), "quorate-client");
      client.setDaemon(true);
      client.start();
      all.clients.add(client);
    }
    return all;
  }

  private void run(Gateway gateway, Random random) {
    var keys = List.copyOf(history.keySet());
    while (!stopped) {
      var key = keys.get(random.nextInt(keys.size()));
      if (random.nextBoolean()) {
        write(gateway, key);
      } else {
        read(gateway, key);
      }
      Pace.rest();
    }
  }

  private void write(Gateway gateway, String key) {
    var value = "value-" + numbers.incrementAndGet();
    long begin = System.nanoTime();
    long end = Call.NEVER;
    try {
      int status = gateway.put(key, value).statusCode();
      if (status == 503) {
        return;
      }
      end = status == 200 ? System.nanoTime() : Call.NEVER;
    } catch (ConnectException e) {
      return;
    } catch (IOException e) {
      // nobody knows whether it happened
    }
    history.get(key).add(new Call(Call.Kind.WRITE, Optional.of(value), begin, end));
  }

  private void read(Gateway gateway, String key) {
    long begin = System.nanoTime();
    try {
      var answer = gateway.get(key);
      if (answer.statusCode() == 200 || answer.statusCode() == 404) {
        var value =
            answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.<String>empty();
        history.get(key).add(new Call(Call.Kind.READ, value, begin, System.nanoTime()));
      }
    } catch (IOException e) {
      // a read without an answer says nothing
    }
  }

  int count() {
    return history.values().stream().mapToInt(List::size).sum();
  }

  /** The keys whose history is not linearizable; after {@link #close}. */
  List<String> broken() {
    return history.entrySet().stream()
        .filter(each -> !Linearizability.holds(each.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** No call begins any more; those begun end. */
  @Override
  public void close() {
    stopped = true;
    try {
      for (var client : clients) {
        client.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
