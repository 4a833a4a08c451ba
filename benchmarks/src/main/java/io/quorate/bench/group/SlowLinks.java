package io.quorate.bench.group;

import io.quorate.bootstrap.cli.group.GroupDirectory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Links to all replicas of a group that is not started yet. */
record SlowLinks(List<SlowLink> links) implements AutoCloseable {

  /** Has the replicas listen elsewhere, and takes their places. */
  static SlowLinks open(GroupDirectory group, int delayMillis) throws IOException {
    var links = new ArrayList<SlowLink>();
    try {
      for (int replica : group.local()) {
        var listen = group.settings(replica).listen();
        var known = new InetSocketAddress(listen.host(), listen.port());
        var own = new InetSocketAddress(listen.host(), listen.port() + Ports.BEHIND);
        Files.writeString(
            group.replica(replica).resolve(GroupDirectory.SETTINGS),
            "quorate.replica.bind-port = " + own.getPort() + "\n",
            StandardOpenOption.APPEND);
        links.add(SlowLink.open(known, own, delayMillis));
      }
      return new SlowLinks(links);
    } catch (IOException e) {
      links.forEach(SlowLink::close);
      throw e;
    }
  }

  @Override
  public void close() {
    links.forEach(SlowLink::close);
  }
}
