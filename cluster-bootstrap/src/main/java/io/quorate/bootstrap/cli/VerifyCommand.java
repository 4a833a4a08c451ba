package io.quorate.bootstrap.cli;

import io.quorate.bootstrap.cli.group.CommandFailure;
import io.quorate.bootstrap.cli.group.Console;
import io.quorate.bootstrap.cli.group.Options;
import io.quorate.bootstrap.committee.CommitteeFile;
import io.quorate.bootstrap.finality.FinalityFile;
import io.quorate.bootstrap.finality.FinalityJson;
import io.quorate.bootstrap.finality.Verification;
import io.quorate.bootstrap.prover.CircuitFolder;
import io.quorate.engine.codec.Canonical;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Genesis;
import io.quorate.engine.model.Header;
import io.quorate.engine.proof.ProofVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Checks a certificate of finality without asking anybody.",
      "Exit code 0: a quorum of the group vouches for it. 1: it does not, and the line says which",
      "check failed. 2: cannot be read."
    })
final class VerifyCommand implements Callable<Integer> {

  @Spec CommandSpec spec;
  @Mixin Options.Output output;

  @Parameters(index = "0", paramLabel = "FILE", description = "The certificate, CBOR or JSON.")
  Path file;

  @Option(
      names = "--circuit",
      paramLabel = "FOLDER",
      description = "Believe zero-knowledge proofs of this circuit, made by prover/setup.mjs.")
  Path circuit;

  @ArgGroup(exclusive = true, multiplicity = "1")
  Trust trust;

  /** What the group is known by. */
  static final class Trust {
    @Option(
        names = "--genesis",
        paramLabel = "F",
        description = "The group's founding committee.conf.")
    Path genesis;

    @Option(
        names = "--trust",
        paramLabel = "DIGEST@CONFIGURATION",
        description = "The digest of the founding record, which the file brings with it: ...@0.")
    String digest;
  }

  @Override
  public Integer call() {
    var content = read();
    var founding = trust.genesis != null ? CommitteeFile.read(trust.genesis) : trusted(content);
    var verification = Verification.of(content, founding, proofs());
    var text =
        verification
            .header()
            .map(header -> "verified: " + shown(content, verification, header))
            .orElseGet(
                () ->
                    "not verified: "
                        + verification.failed().orElseThrow()
                        + ": "
                        + verification.detail());
    Console.of(spec, output).answer(verification.json(), text);
    return verification.verified() ? 0 : CommandFailure.FAILED;
  }

  private static String shown(FinalityFile file, Verification verification, Header header) {
    var at = header.sequence().value();
    if (verification.key().isEmpty()) {
      return "the group executed " + at;
    }
    var key = file.key().orElseThrow().key().asUtf8();
    return verification
        .key()
        .get()
        .found()
        .map(found -> "after " + at + " " + key + " was " + found.value().asUtf8())
        .orElseGet(() -> "after " + at + " " + key + " had no value");
  }

  private Optional<ProofVerifier> proofs() {
    try {
      return circuit == null
          ? Optional.empty()
          : Optional.of(CircuitFolder.read(circuit).verifier());
    } catch (CircuitFolder.Unusable e) {
      throw CommandFailure.usage("--circuit: " + e.getMessage());
    }
  }

  private FinalityFile read() {
    try {
      if (Files.size(file) > FinalityFile.MOST_BYTES) {
        throw CommandFailure.usage(file + ": longer than " + FinalityFile.MOST_BYTES + " bytes");
      }
      return FinalityFile.read(Bytes.wrap(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw CommandFailure.usage(file + ": there is no such readable file");
    } catch (FinalityJson.Malformed e) {
      throw CommandFailure.usage(file + ": " + e.getMessage());
    }
  }

  private Genesis trusted(FinalityFile content) {
    if (!trust.digest.matches("[0-9a-f]{64}@0")) {
      throw CommandFailure.usage("--trust: 64 digits in lower-case hexadecimal, @ and 0");
    }
    var text =
        content
            .genesis()
            .orElseThrow(
                () ->
                    CommandFailure.usage(
                        file + ": brings no founding record; give it by --genesis"));
    var founding = CommitteeFile.parse(file + ": genesis", text);
    var digest = Canonical.clusterId(founding).genesis().toBytes().toArray();
    if (!trust.digest.equals(HexFormat.of().formatHex(digest) + "@0")) {
      throw CommandFailure.failed("not verified: genesis: its founding record has another digest");
    }
    return founding;
  }
}
