package io.quorate.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bootstrap.cli.group.GroupDirectory;
import io.quorate.cluster.Launcher.Said;
import io.quorate.engine.fixtures.FreePorts;
import io.quorate.engine.model.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What people do to {@code ./quorate}: one group, one thing after another. */
@RealProcesses
@DisplayNameGeneration(ReplaceUnderscores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LauncherTest {

  private static final int USAGE = 2;
  private static final Map<String, String> CRON = Map.of("LC_ALL", "C");

  /** A locale that is named by many environments and installed in few. */
  private static final Map<String, String> ABSENT = Map.of("LC_ALL", "xx_YY.UTF-8");

  @TempDir static Path temporary;

  private Launcher quorate;
  private GroupDirectory group;

  @BeforeAll
  void found() throws IOException {
    var unicode = System.getProperty("sun.jnu.encoding").equals("UTF-8");
    group = new GroupDirectory(temporary.resolve(unicode ? "größe €" : "a size"));
    quorate = Launcher.in(Files.createDirectory(temporary.resolve("a folder")), group.root());
    int port = FreePorts.inARow(16);
    var ports = List.of("--base-port", "" + port, "--http-port", "" + (port + 8));
    assertThat(quorate.run("init", ports.get(0), ports.get(1), ports.get(2), ports.get(3)).code())
        .isZero();
  }

  @AfterAll
  void stop() {
    quorate.run("down");
  }

  @Test
  @Order(1)
  void an_interrupt_while_starting_is_told_as_such_and_leaves_nothing_running() throws Exception {
    var output = temporary.resolve("output");
    var up = quorate.start(output, List.of("setsid"), "up");
    RealGroup.awaitThat("it starts them", () -> Files.readString(output).contains("  starting"));
    Shell.run("kill", "-INT", "--", "-" + up.pid());
    assertThat(up.waitFor()).isNotZero();
    assertThat(Files.readString(output))
        .contains("interrupted while starting, stopping 4 replicas")
        .doesNotContain("did not start");
    assertThat(running()).isEmpty();
  }

  @Test
  @Order(2)
  void a_group_comes_up_without_a_warning_of_its_jvms() throws Exception {
    var up = quorate.run(CRON, new byte[0], "up", "--detach");
    assertThat(up.code()).as(up.err()).isZero();
    assertThat(up.text()).contains("The group of 4 agrees.");
    assertThat(up.err()).isEmpty();
    for (int i = 0; i < RealGroup.SIZE; i++) {
      assertThat(group.replica(i).resolve("log/console.log")).isEmptyFile();
    }
  }

  @Test
  @Order(3)
  void keys_and_values_are_the_same_bytes_under_any_locale() {
    assertThat(asked(CRON, "put", "ä", "eins").code()).isZero();
    assertThat(asked(CRON, "put", "ö", "zwei €").code()).isZero();
    assertThat(asked(CRON, "get", "ä").text()).isEqualTo("eins" + System.lineSeparator());
    var elsewhere = quorate.run(ABSENT, new byte[0], "get", "ö");
    assertThat(elsewhere.text()).isEqualTo("zwei €" + System.lineSeparator());
    assertThat(asked(CRON, "put", "at", "@" + temporary.resolve("output")).code()).isZero();
    assertThat(asked(CRON, "get", "at").text()).startsWith("@/");
  }

  @Test
  @Order(4)
  void what_is_not_utf_8_is_refused_as_an_argument_and_kept_from_standard_input() throws Exception {
    var latin = new byte[] {(byte) 0xe4};
    var file = Files.write(temporary.resolve("latin"), latin);
    var output = temporary.resolve("output");
    var word = List.of("bash", "-c", "exec \"$@\" $'\\xe4'", "--");
    assertThat(quorate.start(output, word, "put", "key").waitFor()).isEqualTo(USAGE);
    assertThat(output).content().contains("argument 5 is not UTF-8").hasLineCount(1);
    var bytes = new byte[] {0, (byte) 0xff, (byte) 0xe4, 10};
    var put = quorate.run(CRON, bytes, "put", "binary");
    assertThat(put.code()).as(put.err()).isZero();
    assertThat(quorate.run("get", "--raw", "binary").out()).isEqualTo(Bytes.wrap(bytes));
    assertThat(quorate.run("get", "binary").code()).isEqualTo(1);
    assertThat(quorate.run("put", "file", "--file", file.toString()).code()).isZero();
    assertThat(quorate.run("get", "file", "--raw").out()).isEqualTo(Bytes.wrap(latin));
  }

  @Test
  @Order(5)
  void up_starts_what_is_missing_and_takes_up_what_runs() throws Exception {
    var before = running();
    ProcessHandle.of(before.get(2)).orElseThrow().destroyForcibly();
    RealGroup.awaitThat("it is gone", () -> running().size() == 3);
    var up = quorate.run("up", "--detach");
    assertThat(up.code()).as(up.err()).isZero();
    assertThat(up.text()).contains("starting 1 replica, 3 run already", "The group of 4 agrees");
    var after = running();
    assertThat(after).hasSize(4).containsAll(List.of(before.get(0), before.get(1), before.get(3)));
  }

  @Test
  @Order(6)
  void one_that_does_not_start_is_told_and_the_others_agree() throws Exception {
    assertThat(quorate.run("down").text()).contains("4 replicas stopped");
    var key = group.replica(3).resolve("identity.key");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    var up = quorate.run("up", "--detach");
    assertThat(up.code()).isEqualTo(1);
    assertThat(up.err()).contains("replica 3 did not start: " + key + " can be read by others");
    assertThat(up.text()).contains("The group of 4 agrees, with 3 of its replicas.");
    assertThat(running()).hasSize(3);
    assertThat(quorate.run("put", "colour", "red").code()).isZero();
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  @Order(7)
  void down_ends_the_replicas_and_not_what_their_files_name() throws Exception {
    var foreign = new ProcessBuilder("sleep", "60").start();
    try {
      for (int i = 0; i < RealGroup.SIZE; i++) {
        Files.writeString(group.replica(i).resolve("replica.pid"), foreign.pid() + "\n");
      }
      assertThat(quorate.run("start", "--replica", "0").code()).isEqualTo(USAGE);
      assertThat(quorate.run("down").text()).contains("3 replicas stopped");
      assertThat(foreign.isAlive()).isTrue();
      assertThat(running()).isEmpty();
    } finally {
      foreign.destroyForcibly();
    }
  }

  private Said asked(Map<String, String> environment, String... words) {
    var said = quorate.run(environment, new byte[0], words);
    assertThat(said.err()).isEmpty();
    return said;
  }

  private List<Long> running() {
    return IntStream.range(0, RealGroup.SIZE)
        .mapToObj(group::process)
        .flatMap(process -> process.stream().map(ProcessHandle::pid))
        .toList();
  }
}
