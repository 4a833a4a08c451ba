package io.quorate.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.history.Call;
import io.quorate.history.Linearizability;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that read, write and swap the values of the same few keys through different replicas, and
 * remember all.
 */
final class Clients implements AutoCloseable {

  private final AtomicLong numbers = new AtomicLong();
  private final Map<String, List<Call>> history = new TreeMap<>();
  private final List<Thread> clients = new ArrayList<>();
  private final Values values;
  private volatile boolean stopped;

  private Clients(String label, Values values) {
    this.values = values;
    for (int i = 0; i < values.keys(); i++) {
      history.put(label + i, Collections.synchronizedList(new ArrayList<>()));
    }
  }

  /** So many through each of these; keys begin with the label. */
  static Clients through(List<Gateway> gateways, int each, String label) {
    return through(gateways, each, label, Values.SMALL);
  }

  static Clients through(List<Gateway> gateways, int each, String label, Values values) {
    var all = new Clients(label, values);
    for (int i = 0; i < gateways.size() * each; i++) {
      var caller = all.new Caller(gateways.get(i % gateways.size()), new Random(i));
      var client = new Thread(caller, "quorate-client");
      client.setDaemon(true);
      client.start();
      all.clients.add(client);
    }
    return all;
  }

  /** One of them, which knows what it saw last of each key. */
  private final class Caller implements Runnable {
    private final Gateway gateway;
    private final Random random;
    private final Map<String, Optional<String>> seen = new TreeMap<>();

    Caller(Gateway gateway, Random random) {
      this.gateway = gateway;
      this.random = random;
    }

    @Override
    public void run() {
      var keys = List.copyOf(history.keySet());
      while (!stopped) {
        var key = keys.get(random.nextInt(keys.size()));
        try {
          Pace.rest(ask(key));
        } catch (IOException e) {
          Pace.rest();
        }
      }
    }

    private HttpResponse<String> ask(String key) throws IOException {
      return switch (random.nextInt(4)) {
        case 0 -> write(key);
        case 1 -> swap(key);
        default -> read(key);
      };
    }

    private HttpResponse<String> write(String key) throws IOException {
      var name = newName();
      long begin = System.nanoTime();
      var answer = unlessLost(key, begin, call(name), () -> gateway.put(key, values.named(name)));
      if (answer.statusCode() == 200) {
        saw(key, call(name), begin);
        seen.put(key, Optional.of(name));
      } else if (answer.statusCode() != 503) {
        lost(key, call(name), begin);
      }
      return answer;
    }

    private HttpResponse<String> swap(String key) throws IOException {
      var name = newName();
      var expected = seen.getOrDefault(key, Optional.empty());
      var swap = new Call(Call.Kind.SWAP, Optional.of(name), expected, 0, Call.NEVER);
      long begin = System.nanoTime();
      var answer =
          unlessLost(
              key,
              begin,
              swap,
              () -> gateway.swap(key, expected.map(values::named), values.named(name)));
      if (answer.statusCode() == 200) {
        swapped(key, swap, begin, Gateway.json(answer));
      } else if (answer.statusCode() != 503) {
        lost(key, swap, begin);
      }
      return answer;
    }

    private void swapped(String key, Call swap, long begin, JsonNode answer) {
      if (answer.path("swapped").asBoolean()) {
        saw(key, swap, begin);
        seen.put(key, swap.value());
      } else {
        found(key, Gateway.value(answer.path("current")), begin);
      }
    }

    private HttpResponse<String> read(String key) throws IOException {
      long begin = System.nanoTime();
      var answer = gateway.get(key);
      if (answer.statusCode() == 200) {
        found(key, Optional.of(answer.body()), begin);
      } else if (answer.statusCode() == 404) {
        found(key, Optional.empty(), begin);
      }
      return answer;
    }

    private void found(String key, Optional<String> value, long begin) {
      var name = values.nameOf(value);
      saw(key, new Call(Call.Kind.READ, name, 0, Call.NEVER), begin);
      seen.put(key, name);
    }

    private String newName() {
      return "value-" + numbers.incrementAndGet();
    }

    private Call call(String name) {
      return new Call(Call.Kind.WRITE, Optional.of(name), 0, Call.NEVER);
    }

    /** Of what was sent and not answered nobody knows whether it happened. */
    private HttpResponse<String> unlessLost(String key, long begin, Call call, Ask ask)
        throws IOException {
      try {
        return ask.send();
      } catch (ConnectException e) {
        throw e;
      } catch (IOException e) {
        lost(key, call, begin);
        throw e;
      }
    }

    private void saw(String key, Call call, long begin) {
      add(key, call, begin, System.nanoTime());
    }

    private void lost(String key, Call call, long begin) {
      add(key, call, begin, Call.NEVER);
    }

    private void add(String key, Call call, long begin, long end) {
      history.get(key).add(new Call(call.kind(), call.value(), call.expected(), begin, end));
    }
  }

  /** One ask of a gateway. */
  private interface Ask {
    HttpResponse<String> send() throws IOException;
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
