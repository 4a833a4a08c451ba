package io.quorate.bench.group;

import io.quorate.bootstrap.cli.group.CommandFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Where a group of the benchmarks listens: the first room that is free, for several may be measured
 * on one machine.
 *
 * @param base replica i listens i higher, behind slow links {@value #BEHIND} higher than that
 * @param http replica i answers HTTP i higher
 */
record Ports(int base, int http) {

  /** From the port that others know to the one at which a replica behind a slow link listens. */
  static final int BEHIND = 200;

  private static final int BASE = 2_751;
  private static final int HTTP = 8_751;
  private static final int ROOM = 400;
  private static final int ROOMS = 12;

  /** Free for so many replicas at this moment. */
  static Ports free(int replicas) {
    return IntStream.range(0, ROOMS)
        .mapToObj(i -> new Ports(BASE + i * ROOM, HTTP + i * ROOM))
        .filter(ports -> ports.areFree(replicas))
        .findFirst()
        .orElseThrow(() -> CommandFailure.failed("no free ports from " + BASE + " and " + HTTP));
  }

  /** As options of a command that founds a group. */
  List<String> options() {
    return List.of("--base-port", Integer.toString(base), "--http-port", Integer.toString(http));
  }

  private boolean areFree(int replicas) {
    return IntStream.range(0, replicas)
        .boxed()
        .flatMap(i -> Stream.of(base + i, base + i + BEHIND, http + i))
        .allMatch(Ports::isFree);
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
