package io.quorate.extension.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quorate.engine.model.Bounded;
import io.quorate.engine.spi.PeerEntry;
import io.quorate.engine.spi.PeerList;
import io.quorate.engine.spi.PeerRegistry;
import io.quorate.engine.spi.RegistryEvent;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.cache.ChildData;
import org.apache.curator.framework.recipes.cache.CuratorCache;
import org.apache.curator.framework.recipes.cache.CuratorCacheListener;
import org.apache.curator.framework.recipes.cache.CuratorCacheStorage;
import org.apache.curator.framework.recipes.nodes.PersistentNode;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.retry.BoundedExponentialBackoffRetry;
import org.apache.zookeeper.CreateMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Entries in ZooKeeper, an ephemeral node each below {@code <path>/<group>/peers}. They go with the
 * session of their process; Curator makes them anew in the next session, and looks for servers with
 * pauses that grow.
 */
public final class ZookeeperRegistry implements PeerRegistry {

  /** Its word in {@code quorate.registry}. */
  public static final String NAME = "zookeeper";

  private static final Logger LOG = LoggerFactory.getLogger(ZookeeperRegistry.class);
  private static final int CONNECT_MILLIS = 5_000;
  private static final int FIRST_PAUSE = 250;
  private static final int LONGEST_PAUSE = 15_000;
  private static final int TRIES = 29;

  private final PeerList list = new PeerList();
  private final String servers;
  private final String path;
  private final CuratorFramework client;
  private final CuratorCache cache;

  @Bounded(by = PeerList.BUFFER)
  private final Map<String, PersistentNode> own = new HashMap<>();

  private boolean told;

  /**
   * Begins to look for the servers.
   *
   * @param servers {@code host:port}, several with commas
   */
  public ZookeeperRegistry(String servers, String path, int sessionMillis) {
    this.servers = servers;
    this.path = path;
    list.bad("ZooKeeper at " + servers + " has not answered yet");
    client =
        CuratorFrameworkFactory.builder()
            .connectString(servers)
            .sessionTimeoutMs(sessionMillis)
            .connectionTimeoutMs(CONNECT_MILLIS)
            .retryPolicy(new BoundedExponentialBackoffRetry(FIRST_PAUSE, LONGEST_PAUSE, TRIES))
            .build();
    client.getConnectionStateListenable().addListener((its, state) -> onState(state));
    client.start();
    cache =
        CuratorCache.builder(client, path).withStorage(CuratorCacheStorage.dataNotCached()).build();
    cache.listenable().addListener(this::onChange);
    cache.start();
  }

  private synchronized void onState(ConnectionState state) {
    if (state.isConnected()) {
      if (told) {
        LOG.info("the registry (zookeeper) answers again");
      }
      told = false;
      list.good();
    } else {
      var problem = "ZooKeeper at " + servers + " does not answer";
      if (list.condition().isGood()) {
        told = true;
        LOG.warn("the registry (zookeeper) cannot be used, tries again: {}", problem);
      }
      list.bad(problem);
    }
  }

  private void onChange(CuratorCacheListener.Type type, ChildData before, ChildData after) {
    if (after == null) {
      addressIn(before).ifPresent(list::lose);
    } else {
      addressIn(after)
          .flatMap(address -> entryIn(after).filter(entry -> entry.address().equals(address)))
          .ifPresent(list::find);
    }
  }

  /** Of a node right below ours; what is further down is nobody's. */
  private Optional<String> addressIn(ChildData node) {
    var below =
        node.getPath().length() > path.length() ? node.getPath().substring(path.length() + 1) : "";
    return Optional.of(below).filter(each -> !each.isEmpty() && !each.contains("/"));
  }

  private static Optional<PeerEntry> entryIn(ChildData node) {
    var octets = node.getData();
    return octets == null || octets.length > PeerEntry.MOST_TEXT
        ? Optional.empty()
        : PeerEntry.parse(new String(octets, UTF_8));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public synchronized void register(PeerEntry entry) {
    list.register(entry);
    var octets = entry.toText().getBytes(UTF_8);
    var node = own.get(entry.address());
    try {
      if (node == null) {
        var made =
            new PersistentNode(
                client, CreateMode.EPHEMERAL, false, path + "/" + entry.address(), octets);
        own.put(entry.address(), made);
        made.start();
      } else {
        node.setData(octets);
      }
    } catch (Exception e) {
      LOG.warn("{} could not be written to ZooKeeper", entry.address(), e);
    }
  }

  @Override
  public synchronized void deregister(String address) {
    list.deregister(address);
    var node = own.remove(address);
    if (node != null) {
      close(node);
    }
  }

  private static void close(PersistentNode node) {
    try {
      node.close();
    } catch (IOException e) {
      LOG.debug("a node that goes with its session", e);
    }
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

  /** Ends the session, and with it all own entries. */
  @Override
  public CompletionStage<?> stop() {
    return CompletableFuture.runAsync(this::end);
  }

  private synchronized void end() {
    cache.close();
    own.values().forEach(ZookeeperRegistry::close);
    own.clear();
    client.close();
  }
}
