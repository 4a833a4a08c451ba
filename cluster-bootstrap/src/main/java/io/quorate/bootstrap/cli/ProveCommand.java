package io.quorate.bootstrap.cli;

import io.quorate.bootstrap.cli.group.CommandFailure;
import io.quorate.bootstrap.cli.group.Console;
import io.quorate.bootstrap.cli.group.FinalityClient;
import io.quorate.bootstrap.cli.group.GroupDirectory;
import io.quorate.bootstrap.cli.group.Options;
import io.quorate.bootstrap.finality.FinalityAbi;
import io.quorate.bootstrap.finality.FinalityFile;
import io.quorate.bootstrap.finality.Verification;
import io.quorate.bootstrap.kv.KeyProof;
import io.quorate.bootstrap.prover.CircuitFolder;
import io.quorate.bootstrap.prover.Prover;
import io.quorate.bootstrap.prover.ProverSettings.Backend;
import io.quorate.engine.codec.FinalityCodec;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Configuration;
import io.quorate.engine.proof.PackedCommittee;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "prove",
    mixinStandardHelpOptions = true,
    description = {
      "Fetches what anybody can check offline with quorate verify: a certificate of finality, or"
          + " what the state that it certifies says of one key.",
      "It speaks for the header of a checkpoint, and by the chain of digests for all before it."
    })
final class ProveCommand implements Callable<Integer> {

  /** The forms in which a certificate is written. */
  enum Format {
    json,
    cbor,
    abi
  }

  @Spec CommandSpec spec;
  @Mixin Options.Where where;
  @Mixin Options.Output output;

  @Parameters(index = "0", paramLabel = "WHAT", description = "What to prove: header or key.")
  String what;

  @Parameters(
      index = "1",
      paramLabel = "N|K",
      defaultValue = "latest",
      description = "A sequence number or latest for a header; the key for a key.")
  String which;

  @Option(
      names = "--format",
      paramLabel = "FORM",
      defaultValue = "json",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
  Format format;

  @Option(
      names = "--zk",
      description = "A zero-knowledge proof instead of the votes; needs quorate.prover.")
  boolean zeroKnowledge;

  @Option(names = "--out", paramLabel = "FILE", description = "Default: the console.")
  Path out;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!what.equals("key") && !(what.equals("header") && which.matches("latest|[0-9]{1,18}"))) {
      throw CommandFailure.usage(
          "prove header N: N is a sequence number, or latest; prove key K: any key");
    }
    if (format != Format.json && what.equals("key")) {
      throw CommandFailure.usage("--format " + format + ": for a header only");
    }
    if (format == Format.cbor && out == null) {
      throw CommandFailure.usage("--format cbor: with --out FILE");
    }
    if (zeroKnowledge && what.equals("key")) {
      throw CommandFailure.usage("--zk: for a header only");
    }
    var group = where.group();
    var fetched = fetch(group);
    var file = (zeroKnowledge ? proven(fetched, group) : fetched).with(group.genesis());
    var content = content(file, group.genesis().configuration());
    var console = Console.of(spec, output);
    long certified = file.certificate().signed().sequence().value();
    if (out == null) {
      console.answer(file.json(), content.asUtf8().strip());
    } else {
      Files.write(out, content.unsafeArray());
      console.answer(
          Console.object().put("sequence", certified).put("file", out.toString()),
          "wrote " + out + ": sequence " + certified + ", " + content.length() + " bytes");
    }
    return 0;
  }

  private Bytes content(FinalityFile file, Configuration committee) {
    return switch (format) {
      case json -> Bytes.utf8(file.json().toPrettyString() + "\n");
      case cbor -> FinalityCodec.encode(file.certificate());
      case abi ->
          Bytes.utf8("0x" + HexFormat.of().formatHex(abi(file, committee).toArray()) + "\n");
    };
  }

  private static Bytes abi(FinalityFile file, Configuration committee) {
    return PackedCommittee.of(committee)
        .flatMap(keys -> FinalityAbi.encode(file.certificate(), committee))
        .orElseThrow(
            () ->
                CommandFailure.failed(
                    "--format abi: contracts check votes by P-256 keys only; this group has others"
                        + " (quorate init --scheme ecdsa-p256)"));
  }

  private FinalityFile proven(FinalityFile file, GroupDirectory group) throws InterruptedException {
    var settings = group.settings(group.local().get(0)).prover();
    if (settings.backend() == Backend.NONE || settings.circuit().isEmpty()) {
      throw CommandFailure.failed(
          "--zk: set quorate.prover.backend = barretenberg and circuit-path (docs/finality.md)");
    }
    try {
      var circuit = CircuitFolder.read(settings.circuit().get());
      var verifier = circuit.verifier();
      var certificate =
          new Prover(settings, circuit)
              .prove(
                  file.certificate(),
                  group.genesis().configuration(),
                  step -> spec.commandLine().getErr().println("proving: " + step));
      var proven = new FinalityFile(certificate, Optional.empty());
      var verification = Verification.of(proven, group.genesis(), Optional.of(verifier));
      if (!verification.verified()) {
        throw CommandFailure.failed("the proof does not hold: " + verification.detail());
      }
      return proven;
    } catch (CircuitFolder.Unusable | Prover.NotProven e) {
      throw CommandFailure.failed(e.getMessage());
    }
  }

  /** The first that holds; a replica that lies is passed over. */
  private FinalityFile fetch(GroupDirectory group) throws InterruptedException {
    boolean notYet = false;
    for (int index : group.local()) {
      try {
        var found = ask(new FinalityClient("http://" + group.http(index)));
        notYet |= found.isEmpty();
        if (found.isPresent() && holds(found.get(), group)) {
          return found.get();
        }
      } catch (IOException e) {
        // the next one may answer
      }
    }
    throw CommandFailure.failed(
        notYet
            ? "no certificate yet: one is made at every checkpoint, and this one is not reached"
            : "no replica of this directory gave a certificate that holds");
  }

  private Optional<FinalityFile> ask(FinalityClient replica)
      throws IOException, InterruptedException {
    return what.equals("key")
        ? replica.keyProof(which)
        : replica
            .certificate(which)
            .map(certificate -> new FinalityFile(certificate, Optional.empty()));
  }

  /** Whether it is what was asked for, and true. */
  private boolean holds(FinalityFile file, GroupDirectory group) {
    var key = what.equals("key") ? Optional.of(Bytes.utf8(which)) : Optional.<Bytes>empty();
    return file.key().map(KeyProof::key).equals(key)
        && Verification.of(file, group.genesis()).verified();
  }
}
