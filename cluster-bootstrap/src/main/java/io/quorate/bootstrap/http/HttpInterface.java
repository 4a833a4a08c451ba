package io.quorate.bootstrap.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.quorate.bootstrap.access.ReplicaStarter.Started;
import io.quorate.bootstrap.metrics.BootstrapMetrics;
import io.quorate.bootstrap.metrics.NodeMetrics;
import io.quorate.bootstrap.settings.Descriptors;
import io.quorate.engine.model.Genesis;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The server: one port, one thread, an answer to everything. */
public final class HttpInterface {

  private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);
  private static final long SWEEP_MILLIS = 50;
  private static final int BACKLOG = 1_024;
  private static final int SMALLEST_READ = 512;
  private static final int FIRST_READ = 2 << 10;
  private static final int LARGEST_READ = 64 << 10;

  /** Which application the group runs, as far as HTTP can ask it. */
  public enum Application {
    KEY_VALUE,
    OTHER
  }

  /** Whose interface it is: a replica, the founding record of its group, and what runs on it. */
  public record Served(Started engine, Genesis genesis, Application application) {}

  private final EventLoopGroup threads;
  private final Connections connections;
  private final WaitingAsks group;
  private final FinalityRoutes finality;
  private final HttpConnection.Shared shared;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();
  private Channel binding;

  private HttpInterface(HttpSettings settings, Served served, NodeMetrics metrics) {
    var engine = served.engine();
    threads =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("quorate-http", true), NioIoHandler.newFactory());
    connections =
        new Connections(
            Descriptors.connections(settings.maxConnections(), 2, Connections.RESERVED));
    var budget = new Budget(settings.maxBuffered(), settings.askTimeout().toNanos() / 3);
    group = new WaitingAsks(engine.replica(), settings, threads.next(), budget);
    boolean hasKeys = served.application() == Application.KEY_VALUE;
    finality = new FinalityRoutes(engine.replica(), served.genesis(), hasKeys);
    var keyValue =
        hasKeys
            ? Optional.of(
                new KeyValueRoutes(group, engine.staleReads(), finality::keyProof, budget))
            : Optional.<KeyValueRoutes>empty();
    var router =
        new Router(
            keyValue,
            new StatusRoutes(engine.replica(), metrics),
            new HandOverRoute(engine.replica(), settings),
            finality);
    shared =
        new HttpConnection.Shared(
            router, budget, connections, new HttpMeter(metrics), settings.idleTimeout().toNanos());
    metrics.observe(BootstrapMetrics.HTTP_WAITING, group::count);
    metrics.observe(BootstrapMetrics.HTTP_CONNECTIONS, connections::count);
    metrics.observe(BootstrapMetrics.HTTP_BUFFERED, budget::inUse);
  }

  /**
   * Binds and answers from now on.
   *
   * @throws CompletionException when it cannot bind
   */
  public static HttpInterface start(HttpSettings settings, Served served, NodeMetrics metrics) {
    var server = new HttpInterface(settings, served, metrics);
    try {
      server.binding =
          server.bootstrap().bind(settings.host(), settings.port()).syncUninterruptibly().channel();
    } catch (Exception e) {
      var unused = server.end();
      throw e instanceof RuntimeException ours ? ours : new CompletionException(e);
    }
    var unused =
        server
            .threads
            .next()
            .scheduleWithFixedDelay(
                server::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    return server;
  }

  private ServerBootstrap bootstrap() {
    return new ServerBootstrap()
        .group(threads)
        .channel(NioServerSocketChannel.class)
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.AUTO_READ, false)
        .childOption(
            ChannelOption.RECVBUF_ALLOCATOR,
            new AdaptiveRecvByteBufAllocator(SMALLEST_READ, FIRST_READ, LARGEST_READ))
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                var connection = new HttpConnection(shared);
                channel
                    .pipeline()
                    .addLast(
                        new PriorKnowledge(connection, shared),
                        new RequestDecoder(),
                        new HttpResponseEncoder(),
                        connection);
              }
            });
  }

  private void sweep() {
    long now = System.nanoTime();
    group.expire(now);
    connections.sweep(now);
  }

  public int port() {
    return ((InetSocketAddress) binding.localAddress()).getPort();
  }

  /** Accepts nothing more, gives answers under way a moment, and ends. */
  public CompletionStage<?> stop() {
    if (stopping.getAndSet(true)) {
      return stopped;
    }
    binding
        .close()
        .addListener(
            closed -> {
              connections.stop();
              awaitAnswers(System.nanoTime() + LAST_ANSWERS.toNanos());
            });
    return stopped;
  }

  private void awaitAnswers(long deadline) {
    if (connections.count() == 0 || System.nanoTime() > deadline) {
      connections.closeAll();
      end().addListener(ended -> stopped.complete(null));
      return;
    }
    var unused =
        threads.next().schedule(() -> awaitAnswers(deadline), SWEEP_MILLIS, TimeUnit.MILLISECONDS);
  }

  private io.netty.util.concurrent.Future<?> end() {
    finality.close();
    return threads.shutdownGracefully(0, LAST_ANSWERS.toMillis(), TimeUnit.MILLISECONDS);
  }
}
