package io.quorate.bootstrap.cli;

import io.quorate.bootstrap.finality.FinalityFile;
import io.quorate.bootstrap.finality.Verification;
import io.quorate.engine.codec.FinalityCodec;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.certificate.FinalityCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
      "Fetches a certificate of finality that anybody can check offline with quorate verify.",
      "It speaks for the header of a checkpoint, and by the chain of digests for all before it."
    })
final class ProveCommand implements Callable<Integer> {

  /** The forms in which a certificate is written. */
  enum Format {
    json,
    cbor
  }

  @Spec CommandSpec spec;
  @Mixin Options.Where where;
  @Mixin Options.Output output;

  @Parameters(index = "0", paramLabel = "WHAT", description = "What to prove: header.")
  String what;

  @Parameters(
      index = "1",
      paramLabel = "N",
      defaultValue = "latest",
      description = "A sequence number, or latest. Default: ${DEFAULT-VALUE}")
  String sequence;

  @Option(
      names = "--format",
      paramLabel = "FORM",
      defaultValue = "json",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
  Format format;

  @Option(names = "--out", paramLabel = "FILE", description = "Default: the console.")
  Path out;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!what.equals("header") || !sequence.matches("latest|[0-9]{1,18}")) {
      throw CommandFailure.usage("prove header N: N is a sequence number, or latest");
    }
    if (format == Format.cbor && out == null) {
      throw CommandFailure.usage("--format cbor: give --out FILE, for it is no text");
    }
    var group = where.group();
    var certificate = fetch(group);
    var file = new FinalityFile(certificate, Optional.empty()).with(group.genesis());
    var content =
        format == Format.cbor
            ? FinalityCodec.encode(certificate)
            : Bytes.utf8(file.json().toPrettyString() + "\n");
    var console = Console.of(spec, output);
    long certified = certificate.signed().sequence().value();
    if (out == null) {
      console.answer(file.json(), file.json().toPrettyString());
    } else {
      Files.write(out, content.unsafeArray());
      console.answer(
          Console.object().put("sequence", certified).put("file", out.toString()),
          "wrote " + out + ": sequence " + certified + ", " + content.length() + " bytes");
    }
    return 0;
  }

  /** The first that holds; a replica that lies is passed over. */
  private FinalityCertificate fetch(GroupDirectory group) throws InterruptedException {
    boolean notYet = false;
    for (int index : group.local()) {
      try {
        var found = new FinalityClient("http://" + group.http(index)).certificate(sequence);
        notYet |= found.isEmpty();
        if (found.isPresent() && Verification.of(found.get(), group.genesis()).verified()) {
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
}
