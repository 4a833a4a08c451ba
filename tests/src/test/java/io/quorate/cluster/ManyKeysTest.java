package io.quorate.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bootstrap.access.ClientAccess;
import io.quorate.bootstrap.assembly.ClientAssembly;
import io.quorate.bootstrap.kv.KeyValueOperation;
import io.quorate.bootstrap.kv.KeyValueRequest;
import io.quorate.bootstrap.kv.KeyValueResult;
import io.quorate.engine.model.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Comparator;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A state of a million keys: what it takes to read it from disk, and to fetch it from others. */
@RealProcesses
@Tag("processes")
@DisplayNameGeneration(ReplaceUnderscores.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ManyKeysTest {

  private static final int KEYS = Integer.getInteger("quorate.test.keys", 1_000_000);
  private static final int LENGTH = 100;
  private static final int UNDER_WAY = 4_000;
  private static final int LOOKED_AT = 20;

  private static final Duration RESTARTED = Duration.ofSeconds(30);
  private static final Duration LEARNED = Duration.ofSeconds(60);
  private static final long MOST_RESIDENT = 900;
  private static final int LEARNER = 3;

  private static RealGroup group;

  @BeforeAll
  static void start() {
    group = RealGroup.found(i -> RealReplica.Launch.released());
    group.start();
  }

  @AfterAll
  static void stop() throws IOException {
    group.close();
  }

  @Test
  @Order(1)
  void a_million_keys_are_written() throws Exception {
    long begin = System.nanoTime();
    try (var connection = new ClientAssembly().connect(group.root())) {
      write(connection);
    }
    RealGroup.measured(KEYS + " keys written in", Duration.ofNanos(System.nanoTime() - begin));
    group.awaitEqual();
    assertAllSound();
  }

  private static void write(ClientAccess.Connection connection) throws InterruptedException {
    var room = new Semaphore(UNDER_WAY);
    var refused = new AtomicInteger();
    for (int i = 0; i < KEYS && refused.get() == 0; i++) {
      room.acquire();
      var put = new KeyValueOperation.Put(Bytes.utf8(key(i)), Bytes.utf8(value(i)));
      var unused =
          connection
              .ask(KeyValueRequest.of(put).encode())
              .whenComplete(
                  (reply, failure) -> {
                    if (failure != null || !isWritten(reply.result())) {
                      refused.incrementAndGet();
                    }
                    room.release();
                  });
    }
    assertThat(room.tryAcquire(UNDER_WAY, 1, TimeUnit.MINUTES)).isTrue();
    assertThat(refused).hasValue(0);
  }

  private static boolean isWritten(Bytes result) {
    return KeyValueResult.decode(result)
        .filter(KeyValueResult.Written.class::isInstance)
        .isPresent();
  }

  @Test
  @Order(2)
  void all_agree_soon_after_all_were_killed() throws IOException {
    group.killAll();
    var time = group.startUntilTheyAgree();
    RealGroup.measured("all restarted in", time);
    assertThat(time).isLessThanOrEqualTo(RESTARTED);
    group.awaitWrite(0, "restarted");
    group.awaitEqual();
    assertAllSound();
  }

  @Test
  @Order(3)
  void one_on_an_empty_disk_has_learned_all_of_it_soon() throws IOException {
    group.replica(LEARNER).kill();
    group.awaitWrite(0, "without");
    try (var files = Files.walk(group.replica(LEARNER).data())) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    long begin = System.nanoTime();
    group.replica(LEARNER).start();
    group.awaitEqual();
    var time = Duration.ofNanos(System.nanoTime() - begin);
    RealGroup.measured("learned in", time);
    assertThat(time).isLessThanOrEqualTo(LEARNED);
    assertThat(group.gateway(LEARNER).is("learning")).isTrue();
    assertAllSound();
  }

  private static void assertAllSound() throws IOException {
    var random = new Random(KEYS);
    for (int i = 0; i < RealGroup.SIZE; i++) {
      assertThat(group.replica(i).isAlive()).as("replica %d runs", i).isTrue();
      for (int any : random.ints(LOOKED_AT, 0, KEYS).toArray()) {
        assertThat(group.gateway(i).getStale(key(any)).body()).isEqualTo(value(any));
      }
    }
    var resident =
        IntStream.range(0, RealGroup.SIZE)
            .mapToObj(i -> group.replica(i).peakResidentMebibytes())
            .toList();
    System.out.println("measured: resident " + resident + " MiB");
    assertThat(resident).allMatch(each -> each <= MOST_RESIDENT, "at most 900 MiB");
  }

  private static String key(int i) {
    return String.format("key-%07d", i);
  }

  private static String value(int i) {
    return String.format("%0" + LENGTH + "d", i);
  }
}
