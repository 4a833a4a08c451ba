package io.quorate.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bootstrap.cli.group.GroupDirectory;
import io.quorate.bootstrap.cli.group.PidFile;
import io.quorate.bootstrap.node.ReplicaLock;
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
  void as_many_clients_as_asked_for_have_keys_of_their_own_and_are_registered() {
    assertThat(run("init", "--clients", "3")).isZero();
    var group = new GroupDirectory(dir());
    assertThat(group.genesis().clients()).hasSize(3);
    assertThat(group.genesis().clients().values()).doesNotHaveDuplicates();
    assertThat(dir().resolve("client-2")).isDirectoryContaining("glob:**/identity.key");
    assertThat(run("init", "--clients", "4097")).isEqualTo(2);
  }

  @Test
  void two_who_found_at_once_do_not_mix_and_the_second_says_who_is_first() throws Exception {
    Files.createDirectories(dir());
    var lock = ReplicaLock.take(dir()).orElseThrow();
    assertThat(init()).isEqualTo(2);
    assertThat(err)
        .contains("process " + ProcessHandle.current().pid() + " is founding a group in " + dir())
        .hasLineCount(1);
    lock.close();
    assertThat(init()).isZero();
  }

  @Test
  void keys_of_a_group_that_lost_its_committee_are_not_taken_for_half_founded() throws Exception {
    init();
    var key = dir().resolve("replica-3/identity.key");
    var secret = Files.readString(key);
    Files.delete(dir().resolve("committee.conf"));
    assertThat(init()).isEqualTo(2);
    assertThat(err).contains("of a group without its committee.conf").hasLineCount(1);
    assertThat(run("up", "--detach")).isEqualTo(2);
    assertThat(Files.readString(key)).isEqualTo(secret);
  }

  @Test
  void what_an_interrupted_founding_wrote_before_it_was_complete_is_written_anew()
      throws Exception {
    init();
    Files.move(dir(), temporary.resolve("cut off"));
    Files.delete(temporary.resolve("cut off/committee.conf"));
    Files.createDirectories(dir());
    Files.move(temporary.resolve("cut off"), dir().resolve(".founding"));
    assertThat(init()).as(err).isZero();
    assertThat(dir().resolve(".founding")).doesNotExist();
    assertThat(new GroupDirectory(dir()).genesis().members()).hasSize(4);
  }

  @Test
  void a_founding_that_was_interrupted_while_its_files_were_put_in_place_goes_on()
      throws Exception {
    init();
    var keys = new ArrayList<String>();
    for (int i = 0; i < 4; i++) {
      keys.add(Files.readString(dir().resolve("replica-" + i + "/identity.key")));
    }
    Files.createDirectories(dir().resolve(".founded/replica-2"));
    for (var name : List.of("committee.conf", "replica-2/identity.key", "replica-2/tls.crt")) {
      Files.move(dir().resolve(name), dir().resolve(".founded").resolve(name));
    }
    Files.move(dir().resolve("replica-3"), dir().resolve(".founded/replica-3"));
    int port = port(dir().resolve(".founded"));
    assertThat(init(port + 1)).as("another group than was begun").isEqualTo(2);
    assertThat(err).contains("is another than was asked for").hasLineCount(1);
    assertThat(dir().resolve(".founded")).doesNotExist();
    for (int i = 0; i < 4; i++) {
      assertThat(dir().resolve("replica-" + i + "/identity.key")).hasContent(keys.get(i));
    }
    assertThat(dir().resolve("replica-3/data/life")).exists();
    assertThat(new GroupDirectory(dir()).genesis().members()).hasSize(4);
  }

  @Test
  void a_file_in_the_way_is_found_before_anything_is_put_in_place() throws Exception {
    var inTheWay = dir().resolve("replica-1/application.conf");
    Files.createDirectories(inTheWay.getParent());
    Files.writeString(inTheWay, "mine");
    assertThat(init()).isEqualTo(2);
    assertThat(err).contains(inTheWay + " is there already").hasLineCount(1);
    assertThat(inTheWay).hasContent("mine");
    assertThat(dir().resolve("replica-0")).doesNotExist();
    assertThat(dir().resolve(".founding")).doesNotExist();
  }

  /** As when the folder was copied, or the number is used again. */
  @Test
  void a_foreign_process_whose_number_is_in_the_file_is_left_alone() throws Exception {
    init();
    var foreign = new ProcessBuilder("sleep", "60").start();
    try {
      for (int i = 0; i < 4; i++) {
        new PidFile(dir().resolve("replica-" + i + "/replica.pid")).write(foreign.toHandle());
      }
      assertThat(run("stop", "--replica", "1")).isZero();
      assertThat(out).contains("replica 1 did not run");
      assertThat(run("down")).isZero();
      assertThat(out).contains("nothing ran");
      assertThat(foreign.isAlive()).isTrue();
    } finally {
      foreign.destroyForcibly();
    }
  }

  @Test
  void a_process_that_holds_the_data_and_was_not_started_from_here_is_not_ended() throws Exception {
    init();
    var lock = ReplicaLock.take(dir().resolve("replica-1/data")).orElseThrow();
    var process = "process " + ProcessHandle.current().pid();
    assertThat(run("down")).isEqualTo(1);
    assertThat(err).contains("replica 1 is left running").contains(process);
    assertThat(run("stop", "--replica", "1")).isEqualTo(1);
    assertThat(run("start", "--replica", "1")).isEqualTo(2);
    assertThat(err).contains("replica 1 runs already").contains(process);
    lock.close();
  }

  @Test
  void the_list_of_commands_tells_a_whole_sentence_of_each() {
    QuorateCommand.commandLine()
        .getSubcommands()
        .forEach(
            (name, command) -> {
              if (!command.getCommandSpec().usageMessage().hidden()) {
                var said = command.getCommandSpec().usageMessage().description();
                assertThat(said[0]).as(name).endsWith(".");
              }
            });
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
    assertThat(run("up", "--detach")).as("all run already").isZero();
    assertThat(out).contains("starting 0 replicas, 4 run already").contains("of 4 agrees.");
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

  private static int port(Path root) {
    return new GroupDirectory(root)
        .genesis().members().stream()
            .mapToInt(member -> Integer.parseInt(member.address().replaceFirst(".*:", "")))
            .min()
            .orElseThrow();
  }

  private int init() {
    return init(FreePorts.inARow(20));
  }

  private int init(int base) {
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
