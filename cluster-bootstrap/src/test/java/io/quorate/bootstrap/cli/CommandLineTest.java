package io.quorate.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.fixtures.FreePorts;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CommandLineTest {

  @TempDir Path temporary;

  private String out = "";
  private String err = "";

  private Path dir() {
    return temporary.resolve("a group");
  }

  @AfterEach
  void stop() {
    if (Files.exists(dir())) {
      run("down");
    }
  }

  @Test
  void init_writes_everything_once() throws Exception {
    assertThat(init()).isZero();
    for (int i = 0; i < 4; i++) {
      var home = dir().resolve("replica-" + i);
      assertThat(home).isDirectoryContaining("glob:**/application.conf");
      assertThat(home).isDirectoryContaining("glob:**/identity.key");
      assertThat(home).isDirectoryContaining("glob:**/tls.crt");
      assertThat(home.resolve("data")).isDirectory();
    }
    var committee = Files.readString(dir().resolve("committee.conf"));
    assertThat(init()).isEqualTo(2);
    assertThat(err).contains("already").hasLineCount(1);
    assertThat(Files.readString(dir().resolve("committee.conf"))).isEqualTo(committee);
  }

  @Test
  void a_group_of_three_is_refused() {
    assertThat(run("init", "--replicas", "3")).isEqualTo(2);
    assertThat(err).contains("at least 4");
    assertThat(dir()).doesNotExist();
  }

  @Test
  void a_client_puts_gets_swaps_and_deletes() {
    init();
    assertThat(run("put", "colour", "red")).isZero();
    assertThat(run("get", "colour")).isZero();
    assertThat(out.strip()).isEqualTo("red");
    assertThat(run("cas", "colour", "blue", "green")).isEqualTo(1);
    assertThat(run("cas", "colour", "red", "green", "--json")).isZero();
    assertThat(out).contains("\"swapped\":true").contains("\"version\":2");
    assertThat(run("delete", "colour")).isZero();
    assertThat(run("get", "colour")).isEqualTo(1);
    assertThat(err.strip()).isEqualTo("quorate: no such key");
    assertThat(run("cas", "colour", "--absent", "blue")).isZero();
  }

  @Test
  void asking_where_there_is_no_group_is_told_in_one_line() {
    for (var command : new String[] {"get", "delete"}) {
      assertThat(run(command, "colour")).isEqualTo(2);
      assertThat(err).contains("there is no group").hasLineCount(1);
    }
    assertThat(run("status")).isEqualTo(2);
  }

  @Test
  void every_command_has_help_and_what_is_not_here_is_named() {
    QuorateCommand.commandLine()
        .getSubcommands()
        .forEach(
            (name, command) -> {
              if (!command.getCommandSpec().usageMessage().hidden()) {
                assertThat(command.getUsageMessage()).as(name).contains("Usage: quorate " + name);
                assertThat(run(name, "--help")).as(name).isZero();
              }
            });
    assertThat(run("bench", "--seconds", "3")).isEqualTo(2);
    assertThat(err).contains("this build has no bench");
    assertThat(run("nonsense")).isEqualTo(2);
  }

  @Test
  void a_hand_over_without_a_group_that_runs_is_refused() {
    assertThat(run("hand-over")).isEqualTo(2);
    init();
    assertThat(run("hand-over", "--replica", "4")).isEqualTo(2);
    assertThat(run("hand-over", "--times", "0")).isEqualTo(2);
    assertThat(run("hand-over", "--times", "2", "--replica", "0")).isEqualTo(2);
    assertThat(err).contains("more than one of no --replica");
    assertThat(run("hand-over")).isEqualTo(1);
    assertThat(err).contains("no replica of this directory is agreeing").hasLineCount(1);
  }

  @Test
  void a_busy_port_is_told_before_anything_starts() throws Exception {
    init();
    int port = new GroupDirectory(dir()).settings(2).listen().port();
    try (var busy = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(run("up", "--detach")).isEqualTo(2);
      assertThat(err).contains("replica 2 cannot listen on 127.0.0.1:" + busy.getLocalPort());
    }
  }

  @Test
  void settings_that_are_wrong_are_all_told() throws Exception {
    init();
    Files.writeString(
        dir().resolve("replica-1/application.conf"),
        "quorate { mode = maybe, replica.index = 1, http { port = 99999, ask-timeout = 1ms } }");
    assertThat(run("start", "--replica", "1", "--foreground")).isEqualTo(2);
    assertThat(err)
        .contains("quorate.mode: must be durable or memory")
        .contains("quorate.http.port: must be 0 to 65535")
        .contains("quorate.http.ask-timeout: must be");
  }

  @Test
  @Tag("slow")
  void a_group_comes_up_answers_and_goes_down() throws Exception {
    init();
    assertThat(run("up", "--detach")).as(err).isZero();
    assertThat(out).contains("The group of 4 agrees").contains("stop:");
    assertThat(run("status", "--json")).isZero();
    assertThat(out).contains("\"mode\":\"agreeing\"").doesNotContain("\"reachable\":false");
    assertThat(run("up", "--detach")).isEqualTo(2);
    assertThat(err).contains("replica 0 runs already");
    assertThat(run("hand-over", "--replica", "2")).isZero();
    assertThat(out).contains("replica 2 is not the primary").contains("view 0 is replica 0");
    assertThat(run("hand-over", "--replica", "0", "--json")).as(err).isZero();
    assertThat(out).contains("\"handedOver\":true,\"view\":1,\"primary\":1");
    assertThat(run("hand-over", "--times", "4")).as(err).isZero();
    assertThat(out).contains("handed over 4 times; the primary of view 5 is replica 1");
    assertThat(run("stop", "--replica", "1")).isZero();
    assertThat(dir().resolve("replica-1/replica.pid")).doesNotExist();
    assertThat(run("start", "--replica", "1")).as(err).isZero();
    assertThat(run("down")).isZero();
    assertThat(out).contains("4 replicas stopped");
    assertThat(run("status")).isEqualTo(1);
  }

  @Test
  @Tag("slow")
  void data_of_another_group_is_refused_in_one_line() throws Exception {
    init();
    var owner = dir().resolve("replica-0/data/owner");
    Files.writeString(owner, "group " + "0".repeat(64) + " replica 0");
    assertThat(run("up", "--detach")).isEqualTo(2);
    assertThat(err).contains("holds data of another group");
  }

  private int init() {
    int base = FreePorts.inARow(20);
    return run(
        "init", "--base-port", Integer.toString(base), "--http-port", Integer.toString(base + 10));
  }

  private int run(String command, String... arguments) {
    var all = new ArrayList<String>(List.of(command, "--dir", dir().toString()));
    all.addAll(List.of(arguments));
    var line = QuorateCommand.commandLine();
    var outWriter = new StringWriter();
    var errWriter = new StringWriter();
    line.setOut(new PrintWriter(outWriter)).setErr(new PrintWriter(errWriter));
    int code = line.execute(all.toArray(String[]::new));
    out = outWriter.toString();
    err = errWriter.toString();
    return code;
  }
}
