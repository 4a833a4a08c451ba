package io.quorate.bootstrap.registry;

import io.netty.buffer.ByteBufHolder;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.netty.resolver.dns.NoopDnsCache;
import io.netty.resolver.dns.NoopDnsCnameCache;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.quorate.bootstrap.settings.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** Asks DNS servers, without a cache: whoever calls it pauses in between. */
final class DnsLookup implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 2_000;
  private static final int QUERIES = 8;

  /** Records of one name that are looked at. */
  private static final int MOST = 128;

  private final EventLoopGroup thread =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("quorate-dns", true), NioIoHandler.newFactory());

  /**
   * The addresses that a name stands for now.
   *
   * @throws IOException with the reason when no server answers, or there are no records
   */
  List<String> resolve(DnsName name) throws IOException, InterruptedException {
    try (var resolver = resolver(name)) {
      var found =
          name.isOfServices()
              ? services(resolver, name)
              : hosts(resolver, name.name(), name.port());
      if (found.isEmpty()) {
        throw new IOException(name + " has no records");
      }
      return List.copyOf(found);
    }
  }

  private DnsNameResolver resolver(DnsName name) {
    var servers =
        name.server().isEmpty()
            ? DnsServerAddressStreamProviders.platformDefault()
            : new SingletonDnsServerAddressStreamProvider(server(Address.parse(name.server())));
    return new DnsNameResolverBuilder(thread.next())
        .datagramChannelType(NioDatagramChannel.class)
        .socketChannelType(NioSocketChannel.class)
        .nameServerProvider(servers)
        .resolveCache(NoopDnsCache.INSTANCE)
        .cnameCache(NoopDnsCnameCache.INSTANCE)
        .queryTimeoutMillis(PATIENCE_MILLIS)
        .maxQueriesPerResolve(QUERIES)
        .build();
  }

  private static InetSocketAddress server(Address address) {
    return new InetSocketAddress(address.host(), address.port());
  }

  private static Set<String> hosts(DnsNameResolver resolver, String host, int port)
      throws IOException, InterruptedException {
    var found = new TreeSet<String>();
    for (var type : List.of(DnsRecordType.A, DnsRecordType.AAAA)) {
      for (var octets : records(resolver, host, type)) {
        found.add(new Address(text(octets), port).toString());
      }
    }
    return found;
  }

  private static String text(byte[] octets) throws IOException {
    try {
      return InetAddress.getByAddress(octets).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IOException("a record that is no address", e);
    }
  }

  /** A record is priority, weight, port and target (RFC 2782); the target is looked up, too. */
  private static Set<String> services(DnsNameResolver resolver, DnsName name)
      throws IOException, InterruptedException {
    var found = new TreeSet<String>();
    for (var octets : records(resolver, name.name(), DnsRecordType.SRV)) {
      var record = Unpooled.wrappedBuffer(octets);
      if (record.readableBytes() > 7 && found.size() < MOST) {
        record.skipBytes(4);
        int port = record.readUnsignedShort();
        found.addAll(hosts(resolver, DefaultDnsRecordDecoder.decodeName(record), port));
      }
    }
    return found;
  }

  /** What the records hold; none where there are none. */
  private static List<byte[]> records(DnsNameResolver resolver, String name, DnsRecordType type)
      throws IOException, InterruptedException {
    var answer = resolver.resolveAll(new DefaultDnsQuestion(name, type)).await();
    if (!answer.isSuccess()) {
      if (saysThereIsNone(answer.cause())) {
        return List.of();
      }
      throw new IOException(
          "no answer for " + name + ": " + answer.cause().getMessage(), answer.cause());
    }
    var found = new ArrayList<byte[]>();
    for (DnsRecord record : answer.getNow()) {
      if (record.type().equals(type)
          && found.size() < MOST
          && record instanceof ByteBufHolder raw) {
        var octets = new byte[raw.content().readableBytes()];
        raw.content().getBytes(raw.content().readerIndex(), octets);
        found.add(octets);
      }
      ReferenceCountUtil.release(record);
    }
    return found;
  }

  /** A server has answered, and there is no such name, or no such record of it. */
  private static boolean saysThereIsNone(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof DnsErrorCauseException) {
        return true;
      }
    }
    return failure instanceof UnknownHostException && failure.getCause() == null;
  }

  @Override
  public void close() {
    var unused = thread.shutdownGracefully(0, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
  }
}
