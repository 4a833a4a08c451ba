package io.quorate.bootstrap.prover;

import com.typesafe.config.Config;
import io.quorate.bootstrap.settings.Problems;
import io.quorate.engine.codec.FinalityCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Settings of {@code quorate.prover}; see {@code reference.conf}.
 *
 * @param circuit folder that is trusted, and proven with; none when proofs are of no use here
 * @param maxBatchSize headers that one proof may show
 * @param command that proves; arguments are added
 * @param crs folder of the setup's points; none for Barretenberg's own
 * @param memoryBytes that proving may take
 */
public record ProverSettings(
    Backend backend,
    Optional<Path> circuit,
    int maxBatchSize,
    List<String> command,
    Optional<Path> crs,
    Duration timeout,
    long memoryBytes) {

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final long LEAST_MEMORY = 256L << 20;

  /** What proves. */
  public enum Backend {
    NONE,
    BARRETENBERG
  }

  public ProverSettings {
    command = List.copyOf(command);
  }

  /**
   * Reads {@code prover} below the configuration given and notes what is wrong.
   *
   * @param directory that paths are relative to
   */
  public static ProverSettings from(Config quorate, Problems problems, Path directory) {
    return new ProverSettings(
        problems.read("prover.backend", p -> backend(quorate.getString(p))).orElse(Backend.NONE),
        problems
            .read("prover.circuit-path", p -> path(quorate.getString(p), directory))
            .orElse(Optional.empty()),
        problems.read("prover.max-batch-size", p -> batch(quorate.getInt(p))).orElse(1),
        problems
            .<List<String>>read("prover.command", p -> command(quorate.getStringList(p)))
            .orElse(List.of()),
        problems
            .read("prover.crs-path", p -> path(quorate.getString(p), directory))
            .orElse(Optional.empty()),
        problems.read("prover.timeout", p -> timeout(quorate.getDuration(p))).orElse(SHORTEST),
        problems.read("prover.memory", p -> memory(quorate.getBytes(p))).orElse(LEAST_MEMORY));
  }

  private static Backend backend(String name) {
    return switch (name) {
      case "none" -> Backend.NONE;
      case "barretenberg" -> Backend.BARRETENBERG;
      default -> throw new IllegalArgumentException("must be none or barretenberg, not " + name);
    };
  }

  private static Optional<Path> path(String text, Path directory) {
    return text.isEmpty() ? Optional.empty() : Optional.of(directory.resolve(text).normalize());
  }

  private static int batch(int size) {
    if (size < 1 || size > FinalityCodec.MOST_HEADERS) {
      throw new IllegalArgumentException(
          "must be 1 to "
              + FinalityCodec.MOST_HEADERS
              + ", the headers of a certificate, not "
              + size);
    }
    return size;
  }

  private static List<String> command(List<String> words) {
    if (words.isEmpty()) {
      throw new IllegalArgumentException("must name a program");
    }
    return words;
  }

  private static Duration timeout(Duration given) {
    if (given.compareTo(SHORTEST) < 0 || given.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("must be 1 second to 1 hour, not " + given);
    }
    return given;
  }

  private static long memory(long bytes) {
    if (bytes < LEAST_MEMORY) {
      throw new IllegalArgumentException("must be at least 256 MiB, not " + bytes + " bytes");
    }
    return bytes;
  }
}
