package io.quorate.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Connections over HTTP that do nothing, at a replica with few file descriptors and at one with.
 */
@RealProcesses
@Tag("processes")
@DisplayNameGeneration(ReplaceUnderscores.class)
class IdleConnectionsTest {

  private static final int SCARCE = 0;
  private static final Duration SOON = Duration.ofSeconds(5);

  private static RealGroup group;

  @BeforeAll
  static void start() {
    group =
        RealGroup.found(i -> i == SCARCE ? withDescriptors(256) : RealReplica.Launch.ordinary());
    group.start();
  }

  @AfterAll
  static void stop() throws IOException {
    group.close();
  }

  private static RealReplica.Launch withDescriptors(int most) {
    var limited = List.of("bash", "-c", "ulimit -n " + most + "; exec \"$0\" \"$@\"");
    return RealReplica.Launch.of(limited, RealReplica.Launch.ordinary().main());
  }

  @ParameterizedTest(name = "{1} idle connections at replica {0}")
  @CsvSource({"0, 127", "0, 300", "1, 1024"})
  void health_and_requests_are_answered_whoever_is_connected_and_idle(int replica, int count)
      throws IOException {
    var gateway = group.gateway(replica);
    var idle = new ArrayList<Socket>();
    try {
      for (int i = 0; i < count; i++) {
        var address = gateway.address("/");
        idle.add(new Socket(address.getHost(), address.getPort()));
      }
      long begin = System.nanoTime();
      assertThat(gateway.live().statusCode()).isEqualTo(200);
      assertThat(gateway.status()).isPresent();
      assertThat(gateway.metric("quorate_executed")).isPositive();
      assertThat(gateway.put("among", "the idle").statusCode()).isEqualTo(200);
      var took = Duration.ofNanos(System.nanoTime() - begin);
      RealGroup.measured("four requests among " + count + " idle connections in", took);
      assertThat(took).isLessThan(SOON);
    } finally {
      for (var each : idle) {
        each.close();
      }
    }
  }
}
