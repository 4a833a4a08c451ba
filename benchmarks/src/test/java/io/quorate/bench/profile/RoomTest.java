package io.quorate.bench.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RoomTest {

  private static final String MAILBOX = " org.apache.pekko.dispatch.Mailbox";
  private static final String POOL = " java.util.concurrent.ForkJoinPool";

  @ParameterizedTest
  @CsvSource({
    "java.util.HashMap io.quorate.engine.core.Slot, io.quorate.engine.core",
    "io.quorate.engine.crypto.ed25519.Field io.quorate.engine.crypto.BatchCheck,"
        + " io.quorate.engine.crypto.ed25519",
    "com.sun.crypto.provider.GHASH sun.security.ssl.SSLEngineImpl io.quorate.bootstrap.link.Seal,"
        + " TLS of the JDK",
    "sun.security.provider.SHA2 java.security.MessageDigest io.quorate.engine.codec.Canonical,"
        + " io.quorate.engine.codec",
    "sun.nio.ch.SocketChannelImpl io.quorate.bootstrap.link.Reactor, sockets of the JDK",
    "sun.nio.ch.FileChannelImpl io.quorate.persistence.append.LogWriter,"
        + " io.quorate.persistence.append",
    "scala.collection.immutable.List java.lang.Object, pekko",
    "org.bouncycastle.math.ec.Nat io.quorate.engine.crypto.Signer, org.bouncycastle"
  })
  void a_stack_belongs_to_its_topmost_frame_that_belongs_to_anyone(String stack, String room) {
    assertThat(Room.of(List.of((stack + MAILBOX + POOL).split(" ")))).isEqualTo(room);
  }

  @ParameterizedTest
  @CsvSource({
    "java.util.concurrent.ForkJoinPool java.lang.Thread, threads that look for work",
    "jdk.internal.misc.Unsafe java.lang.Thread, the JDK alone"
  })
  void what_belongs_to_nobody_is_said_to(String stack, String room) {
    assertThat(Room.of(List.of(stack.split(" ")))).isEqualTo(room);
  }
}
