package io.quorate.bootstrap.prover;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Configuration;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.certificate.FinalityCertificate;
import io.quorate.engine.model.certificate.FinalityProof.ZeroKnowledge;
import io.quorate.engine.model.certificate.QuorumSignature.Votes;
import io.quorate.engine.model.message.MessageType;
import io.quorate.engine.proof.PackedCommittee;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Makes zero-knowledge proofs of certificates in a process of their own: one at a time on a
 * machine, and no longer than its time-out. What it returns is a claim, to be verified.
 */
public final class Prover {

  /** Where only one can have the lock. */
  private static final Path LOCK =
      Path.of(System.getProperty("java.io.tmpdir"), "quorate-prover.lock");

  private static final int LONGEST_LINE = 256 << 10;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ProverSettings settings;
  private final CircuitFolder circuit;

  public Prover(ProverSettings settings, CircuitFolder circuit) {
    this.settings = settings;
    this.circuit = circuit;
  }

  /** Why there is no proof, in words. */
  public static final class NotProven extends Exception {
    private static final long serialVersionUID = 1L;

    NotProven(String message) {
      super(message);
    }
  }

  /**
   * The same certificate with a proof in the place of its votes. Blocks for as long as it takes.
   *
   * @param committee whose votes they are
   * @param progress is told each step by its name
   */
  public FinalityCertificate prove(
      FinalityCertificate certificate, Configuration committee, Consumer<String> progress)
      throws NotProven, InterruptedException {
    var question = question(certificate, committee);
    try (var channel =
        FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      takeTurn(channel);
      var proof = HexFormat.of().parseHex(run(question, progress).path("proof").asText());
      return new FinalityCertificate(
          certificate.cluster(),
          certificate.configuration(),
          certificate.headers(),
          new ZeroKnowledge(circuit.circuit().id(), Bytes.wrap(proof)));
    } catch (IOException e) {
      throw new NotProven("the prover cannot be run: " + e.getMessage());
    }
  }

  /** Until the channel is closed; the system closes it when this process ends. */
  private static void takeTurn(FileChannel channel) throws IOException, NotProven {
    try {
      if (channel.tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      // another thread of this process has it
    }
    throw new NotProven("another proof is being made on this machine; try again when it is done");
  }

  private String question(FinalityCertificate certificate, Configuration committee)
      throws NotProven {
    if (certificate.headers().size() > settings.maxBatchSize()) {
      throw new NotProven(
          certificate.headers().size()
              + " headers are more than prover.max-batch-size, "
              + settings.maxBatchSize());
    }
    if (circuit.members() != committee.size()) {
      throw new NotProven(
          "the circuit is for %d members and the group has %d: node prover/setup.mjs --members %d"
              .formatted(circuit.members(), committee.size(), committee.size()));
    }
    var packed = PackedCommittee.of(committee);
    if (packed.isEmpty() || !(certificate.proof() instanceof Votes votes)) {
      throw new NotProven("only votes by P-256 keys can be proven (init --scheme ecdsa-p256)");
    }
    return question(certificate, committee, packed.get(), votes);
  }

  /** A quorum of the votes: the circuit has room for no more. */
  private static String question(
      FinalityCertificate certificate, Configuration committee, Bytes packed, Votes votes) {
    var header = certificate.signed();
    var json =
        JSON.createObjectNode()
            .put("kind", MessageType.CHECKPOINT.code())
            .put("committee", hex(Digest.of(packed).toBytes()))
            .put("cluster", hex(certificate.cluster().genesis().toBytes()))
            .put("digest", hex(header.digest().toBytes()))
            .put("sequence", Long.toString(header.sequence().value()))
            .put("packed", hex(packed));
    var signers = json.putArray("signers");
    var signatures = json.putArray("signatures");
    votes.endorsements().stream()
        .limit(committee.quorum().size())
        .forEach(
            each -> {
              signers.add(committee.indexOf(each.signer()));
              signatures.add(hex(each.signature()));
            });
    return json.toString();
  }

  private JsonNode run(String question, Consumer<String> progress)
      throws IOException, NotProven, InterruptedException {
    var process = new ProcessBuilder(command()).redirectError(Redirect.DISCARD).start();
    var late = new AtomicBoolean();
    CompletableFuture.delayedExecutor(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .execute(
            () -> {
              if (process.isAlive()) {
                late.set(true);
                end(process);
              }
            });
    try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      try (var in = process.getOutputStream()) {
        in.write(question.getBytes(UTF_8));
      }
      return answer(out, progress);
    } catch (IOException | NotProven e) {
      if (late.get()) {
        throw new NotProven("no proof within " + settings.timeout().toSeconds() + " s");
      }
      throw e;
    } finally {
      end(process);
      process.waitFor();
    }
  }

  private static JsonNode answer(BufferedReader out, Consumer<String> progress)
      throws IOException, NotProven {
    for (var line = out.readLine(); line != null; line = out.readLine()) {
      if (!line.startsWith("{") || line.length() > LONGEST_LINE) {
        continue;
      }
      var said = JSON.readTree(line);
      if (said.has("proof")) {
        return said;
      }
      if (said.has("error")) {
        throw new NotProven("no proof: " + said.path("error").asText());
      }
      progress.accept(said.path("progress").asText());
    }
    throw new NotProven("the prover ended without a proof");
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private List<String> command() {
    var command = new ArrayList<>(settings.command());
    command.addAll(List.of("--circuit", circuit.folder().toString()));
    command.addAll(List.of("--memory", Long.toString(settings.memoryBytes())));
    settings.crs().ifPresent(crs -> command.addAll(List.of("--crs", crs.toString())));
    return command;
  }

  private static String hex(Bytes bytes) {
    return HexFormat.of().formatHex(bytes.toArray());
  }
}
