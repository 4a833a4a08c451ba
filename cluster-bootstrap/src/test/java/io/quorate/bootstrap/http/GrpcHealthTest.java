package io.quorate.bootstrap.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.quorate.bootstrap.access.ReplicaStatus;
import io.quorate.bootstrap.fake.LoneReplica;
import io.quorate.bootstrap.http.HttpInterface.Application;
import io.quorate.bootstrap.http.HttpInterface.Served;
import io.quorate.bootstrap.kv.KeyValueStore;
import io.quorate.bootstrap.metrics.NodeMetrics;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** The health check of gRPC, asked by grpc-java. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class GrpcHealthTest {

  private static final int CONNECTIONS = 16;

  private final LoneReplica.Access replica = new LoneReplica.Access(new KeyValueStore(), 0);
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final NodeMetrics metrics = new NodeMetrics();
  private final HttpInterface server =
      HttpInterface.start(
          new HttpSettings(
              "127.0.0.1",
              0,
              Duration.ofSeconds(5),
              64,
              8 << 20,
              CONNECTIONS,
              Duration.ofSeconds(1)),
          new Served(replica.started(), Founding.GENESIS, Application.KEY_VALUE),
          metrics);

  @AfterEach
  void stop() {
    channels.forEach(ManagedChannel::shutdownNow);
    server.stop().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  private HealthGrpc.HealthBlockingStub health() {
    var channel =
        OkHttpChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
    channels.add(channel);
    return HealthGrpc.newBlockingStub(channel).withDeadlineAfter(10, TimeUnit.SECONDS);
  }

  private static HealthCheckRequest of(String service) {
    return HealthCheckRequest.newBuilder().setService(service).build();
  }

  @Test
  void a_replica_with_a_quorum_serves() {
    var health = health();
    assertThat(health.check(of("")).getStatus()).isEqualTo(ServingStatus.SERVING);
    assertThat(health.check(of("quorate")).getStatus()).isEqualTo(ServingStatus.SERVING);
  }

  @Test
  void a_replica_that_is_not_ready_does_not_serve_until_it_is() {
    var health = health();
    replica.mode(ReplicaStatus.RECOVERING);
    assertThat(health.check(of("")).getStatus()).isEqualTo(ServingStatus.NOT_SERVING);
    replica.mode(ReplicaStatus.AGREEING);
    assertThat(health.check(of("")).getStatus()).isEqualTo(ServingStatus.SERVING);
  }

  @Test
  void a_service_that_is_not_here_is_not_found() {
    assertThat(codeOf(() -> health().check(of("another")))).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(codeOf(() -> health().check(of("n".repeat(200))))).isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void a_name_that_is_too_long_exhausts_nothing() {
    assertThat(codeOf(() -> health().check(of("n".repeat(100_000)))))
        .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void watching_is_not_offered() {
    assertThat(codeOf(() -> health().watch(of("")).next())).isEqualTo(Status.Code.UNIMPLEMENTED);
  }

  private static Status.Code codeOf(Runnable call) {
    var thrown = new StatusRuntimeException[1];
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(StatusRuntimeException.class, e -> thrown[0] = e);
    return thrown[0].getStatus().getCode();
  }

  @Test
  void hundreds_of_calls_on_one_connection_are_all_answered() {
    var health = health();
    for (int i = 0; i < 300; i++) {
      assertThat(health.check(of("")).getStatus()).isEqualTo(ServingStatus.SERVING);
    }
  }

  @Test
  void an_idle_connection_ends_and_more_of_them_than_may_be_shut_nobody_out() throws Exception {
    var sockets = new ArrayList<Socket>();
    for (int i = 0; i < 2 * CONNECTIONS; i++) {
      var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      sockets.add(socket);
    }
    assertThat(health().check(of("")).getStatus()).isEqualTo(ServingStatus.SERVING);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> sockets.stream().allMatch(GrpcHealthTest::hasEnded));
    for (var socket : sockets) {
      socket.close();
    }
  }

  private static boolean hasEnded(Socket socket) {
    try {
      while (socket.getInputStream().read() >= 0) {
        // Settings of HTTP/2.
      }
      return true;
    } catch (java.io.IOException e) {
      return true;
    }
  }

  @Test
  void a_preface_that_comes_octet_by_octet_is_understood_and_half_of_one_is_refused()
      throws Exception {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(10_000);
      for (byte each : "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII)) {
        socket.getOutputStream().write(each);
        socket.getOutputStream().flush();
      }
      var settings = socket.getInputStream().readNBytes(9);
      assertThat(settings[3]).as("a SETTINGS frame").isEqualTo((byte) 4);
    }
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write("PRI * HTTP/2.0\r\n\r\nno\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      var answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
      assertThat(answer).isEqualTo("HTTP/1.1 505");
    }
  }
}
