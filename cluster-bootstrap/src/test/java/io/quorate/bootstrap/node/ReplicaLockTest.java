package io.quorate.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ReplicaLockTest {

  private static final int ASKED = 3_000;

  @TempDir Path directory;

  /** Another process: holds the lock until its standard input ends. */
  static final class Holding {
    private Holding() {}

    public static void main(String[] args) throws IOException {
      var unused = ReplicaLock.take(Path.of(args[0])).orElseThrow();
      System.out.println("held");
      System.out.flush();
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }

  /** Another process: asks again and again who holds the lock. */
  static final class Asking {
    private Asking() {}

    public static void main(String[] args) throws IOException {
      for (int i = 0; i < ASKED; i++) {
        DataDirectory.holder(Path.of(args[0]));
        if (i == 0) {
          System.out.println("asking");
          System.out.flush();
        }
      }
    }
  }

  private Process start(Class<?> main) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            main.getName(),
            directory.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static void awaitWord(Process process, String word) throws IOException {
    var out = process.inputReader(StandardCharsets.UTF_8);
    for (var line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(word)) {
        return;
      }
    }
    throw new IOException("it ended without a word");
  }

  @Test
  void the_holder_is_the_living_process_that_took_the_lock_and_nobody_once_it_was_killed()
      throws Exception {
    var other = start(Holding.class);
    try {
      awaitWord(other, "held");
      var holder = DataDirectory.holder(directory).orElseThrow();
      assertThat(holder.process().map(ProcessHandle::pid)).contains(other.pid());
      assertThat(ReplicaLock.take(directory)).isEmpty();
    } finally {
      other.destroyForcibly().waitFor();
    }
    assertThat(directory.resolve("lock")).isNotEmptyFile();
    assertThat(DataDirectory.holder(directory)).isEmpty();
  }

  @Test
  void a_process_that_only_bears_the_number_in_the_file_is_not_taken_for_the_holder()
      throws Exception {
    var other = start(Holding.class);
    try {
      awaitWord(other, "held");
      var file = directory.resolve("lock");
      var ours = ProcessHandle.current().pid();
      Files.writeString(file, Files.readString(file).replaceFirst("pid [0-9]+", "pid " + ours));
      var holder = DataDirectory.holder(directory).orElseThrow();
      assertThat(holder.process()).isEmpty();
      assertThat(holder.said()).startsWith("pid " + ours + " born ");
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  @Test
  void nobody_holds_a_directory_in_which_a_note_was_left_behind_or_which_is_not_there()
      throws IOException {
    var mine = ProcessMark.of(ProcessHandle.current());
    Files.writeString(directory.resolve("lock"), mine + "\n");
    assertThat(DataDirectory.holder(directory)).isEmpty();
    assertThat(DataDirectory.holder(directory.resolve("absent"))).isEmpty();
  }

  @Test
  void this_process_is_told_of_its_own_lock_and_keeps_it() throws Exception {
    try (var lock = ReplicaLock.take(directory).orElseThrow()) {
      assertThat(lock).isNotNull();
      var holder = DataDirectory.holder(directory).orElseThrow();
      assertThat(holder.process()).contains(ProcessHandle.current());
      assertThat(ReplicaLock.take(directory)).isEmpty();
      var other = start(Holding.class);
      assertThat(other.waitFor()).as("the other one was refused").isNotZero();
    }
    assertThat(DataDirectory.holder(directory)).isEmpty();
  }

  @Test
  void asking_never_makes_one_that_starts_refuse() throws Exception {
    Files.createFile(directory.resolve("lock"));
    var asking = start(Asking.class);
    try {
      awaitWord(asking, "asking");
      int taken = 0;
      while (asking.isAlive()) {
        ReplicaLock.take(directory).orElseThrow(() -> new AssertionError("refused")).close();
        taken++;
      }
      assertThat(taken).isPositive();
      assertThat(asking.waitFor()).isZero();
    } finally {
      asking.destroyForcibly().waitFor();
    }
  }
}
