package io.quorate.bootstrap.registry;

import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.spi.PeerEntry;
import io.quorate.engine.spi.PeerList;
import io.quorate.engine.spi.PeerRegistry;
import io.quorate.engine.spi.RegistryEvent;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Entries in etcd, a key each below {@code <prefix>/<group>/}. Own keys hang on a lease that this
 * process renews, so they go when it ends; others are watched. When anything fails, all of it
 * begins anew, with the next server if there are several.
 */
public final class EtcdRegistry implements PeerRegistry {

  /** Its word in {@code quorate.registry}. */
  public static final String NAME = "etcd";

  private static final int WAITING = 4;
  private static final Duration LAST_WORDS = Duration.ofSeconds(3);

  /**
   * Where and how.
   *
   * @param endpoints URLs of servers of one etcd
   * @param directory what keys begin with, a slash at its end
   * @param lease after which the keys of a process that has ended go
   */
  public record Place(List<URI> endpoints, String directory, Duration lease) {
    public Place {
      endpoints = List.copyOf(endpoints);
    }
  }

  private final PeerList list = new PeerList();
  private final Place place;
  private final Retried session;

  /** Lines of the watch, and an empty one for own entries that have changed. */
  @Bounded(by = PeerList.BUFFER)
  private final BlockingQueue<Line> lines = new ArrayBlockingQueue<>(WAITING);

  private final AtomicLong lease = new AtomicLong();
  private volatile EtcdGateway server;
  private volatile boolean dirty;
  private boolean tampered;
  private int endpoint;

  private record Line(Bytes octets, boolean isLast) {}

  public EtcdRegistry(Place place) {
    this.place = place;
    this.server = new EtcdGateway(place.endpoints().get(0));
    this.session = new Retried(NAME, list, Duration.ZERO, this::session);
    session.start();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void register(PeerEntry own) {
    list.register(own);
    dirty = true;
    wake();
  }

  @Override
  public void deregister(String address) {
    list.deregister(address);
    dirty = true;
    wake();
  }

  /** If the queue is full, whoever empties it looks all the same. */
  private void wake() {
    var unused = lines.offer(new Line(Bytes.EMPTY, false));
  }

  private void session() throws IOException, InterruptedException {
    server = new EtcdGateway(place.endpoints().get(endpoint));
    endpoint = (endpoint + 1) % place.endpoints().size();
    lines.clear();
    lease.set(server.grant(place.lease()));
    var published = new ArrayList<PeerEntry>();
    publish(published);
    long revision = readAll();
    var watch = server.watch(place.directory(), revision + 1, this::take);
    var unused = watch.whenComplete((done, failure) -> end());
    try {
      session.succeeded();
      follow(published);
    } finally {
      watch.cancel(true);
    }
  }

  private void take(byte[] octets) throws InterruptedException {
    lines.put(new Line(Bytes.wrap(octets), false));
  }

  /** Tells the session that the watch has ended, whatever waits before that. */
  private void end() {
    while (!session.isStopped() && !lines.offer(new Line(Bytes.EMPTY, true))) {
      lines.poll();
    }
  }

  /** Until something fails. */
  private void follow(List<PeerEntry> published) throws IOException, InterruptedException {
    long pause = place.lease().toNanos() / 3;
    long renewAt = System.nanoTime() + pause;
    while (true) {
      var line = lines.poll(Math.max(0, renewAt - System.nanoTime()), TimeUnit.NANOSECONDS);
      if (line != null && line.isLast()) {
        throw new IOException("etcd at " + place.endpoints() + ": the watch has ended");
      }
      if (line != null && !line.octets().isEmpty()) {
        apply(line.octets().unsafeArray());
      }
      if (dirty) {
        publish(published);
      }
      if (System.nanoTime() - renewAt >= 0) {
        renewAt = System.nanoTime() + pause;
        republish(published);
        if (!server.keepAlive(lease.get())) {
          throw new IOException("etcd at " + place.endpoints() + ": the lease has ended");
        }
      }
    }
  }

  /** Writes own entries again if somebody else changed them, but not at once: two could quarrel. */
  private void republish(List<PeerEntry> published) throws IOException, InterruptedException {
    if (tampered) {
      tampered = false;
      published.clear();
      publish(published);
    }
  }

  /** Writes what differs from what was written in this session. */
  private void publish(List<PeerEntry> published) throws IOException, InterruptedException {
    dirty = false;
    var own = list.own();
    for (var entry : published) {
      if (own.stream().noneMatch(each -> each.address().equals(entry.address()))) {
        server.delete(key(entry.address()));
      }
    }
    for (var entry : own) {
      if (!published.contains(entry)) {
        server.put(key(entry.address()), entry.toText(), lease.get());
      }
    }
    published.clear();
    published.addAll(own);
  }

  /** Reads all keys; the revision of the store at which the first were read. */
  private long readAll() throws IOException, InterruptedException {
    var found = new ArrayList<PeerEntry>();
    var page = server.list(place.directory(), "");
    long revision = page.revision();
    add(page, found);
    while (page.more() && !page.pairs().isEmpty() && found.size() < PeerList.MOST) {
      page = server.list(place.directory(), page.pairs().get(page.pairs().size() - 1).key());
      add(page, found);
    }
    list.findAll(found);
    return revision;
  }

  private void add(EtcdGateway.Page page, List<PeerEntry> found) {
    for (var pair : page.pairs()) {
      PeerEntry.parse(pair.value()).filter(each -> isAt(pair.key(), each)).ifPresent(found::add);
    }
  }

  /** An entry counts under its own key only, so that one process makes one entry. */
  private boolean isAt(String key, PeerEntry entry) {
    return key.equals(key(entry.address()));
  }

  private void apply(byte[] octets) throws IOException {
    var answer = EtcdGateway.read(octets);
    var result = answer.path("result");
    if (answer.has("error") || result.path("canceled").asBoolean()) {
      throw new IOException("etcd at " + place.endpoints() + ": the watch was refused");
    }
    int directory = place.directory().length();
    for (var event : result.path("events")) {
      var pair = EtcdGateway.pair(event.path("kv"));
      var entry = PeerEntry.parse(pair.value()).filter(each -> isAt(pair.key(), each));
      var address = pair.key().substring(Math.min(pair.key().length(), directory));
      tampered |= list.own().stream().anyMatch(own -> isOther(own, address, entry));
      if (event.path("type").asText().equals("DELETE")) {
        list.lose(address);
      } else {
        entry.ifPresent(list::find);
      }
    }
  }

  private static boolean isOther(PeerEntry own, String address, Optional<PeerEntry> told) {
    return own.address().equals(address) && !told.equals(Optional.of(own));
  }

  private String key(String address) {
    return place.directory() + address;
  }

  @Override
  public List<PeerEntry> list() {
    return list.list();
  }

  @Override
  public AutoCloseable watch(Consumer<RegistryEvent> watcher) {
    return list.watch(watcher);
  }

  @Override
  public Condition condition() {
    return list.condition();
  }

  /** Ends the lease, and with it all own entries; if no server answers, they go by themselves. */
  @Override
  public CompletionStage<?> stop() {
    return session.stop().thenCompose(ended -> revoked()).exceptionally(failure -> null);
  }

  private CompletionStage<?> revoked() {
    var done =
        new CompletableFuture<String>()
            .completeOnTimeout(NAME, LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    Threads.daemon(
            "quorate-registry-last-words",
            () -> {
              try {
                server.revoke(lease.get());
              } catch (IOException | InterruptedException e) {
                // The lease ends by itself.
              }
              done.complete(NAME);
            })
        .start();
    return done;
  }
}
