package io.quorate.bootstrap.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.bootstrap.cli.group.CommandFailure;
import io.quorate.bootstrap.cli.group.Console;
import io.quorate.bootstrap.cli.group.FinalityClient;
import io.quorate.bootstrap.cli.group.Options;
import io.quorate.bootstrap.committee.CommitteeFile;
import io.quorate.engine.model.certificate.FinalityCertificate;
import io.quorate.engine.proof.LightClient;
import io.quorate.engine.proof.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "light",
    mixinStandardHelpOptions = true,
    description = {
      "Follows a group by its certificates of finality, believing no replica's word.",
      "Ends with 1 when two sources show two histories: then more than f replicas lied, and it",
      "names them."
    })
final class LightCommand implements Callable<Integer> {

  private static final int PAUSE_MILLIS = 500;

  @Spec CommandSpec spec;
  @Mixin Options.Output output;

  @Option(
      names = "--genesis",
      paramLabel = "F",
      required = true,
      description = "The group's founding committee.conf: all that is trusted.")
  Path genesis;

  @Option(
      names = "--from",
      paramLabel = "URL",
      required = true,
      description = "A replica's HTTP address, http://host:port.")
  String from;

  @Option(
      names = "--witness",
      paramLabel = "URL",
      description = "Others to compare with; may be given more than once.")
  List<String> witnesses = List.of();

  @Option(names = "--once", description = "Ends after the first certificate of each source.")
  boolean once;

  @Override
  public Integer call() throws InterruptedException {
    var console = Console.of(spec, output);
    var client = LightClient.from(CommitteeFile.read(genesis));
    var sources =
        Stream.concat(Stream.of(from), witnesses.stream()).map(FinalityClient::new).toList();
    while (true) {
      int answered = 0;
      for (var source : sources) {
        answered += follow(console, client, source) ? 1 : 0;
      }
      if (once) {
        return answered == sources.size() ? 0 : CommandFailure.FAILED;
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  private static boolean follow(Console console, LightClient client, FinalityClient source)
      throws InterruptedException {
    try {
      var found = source.certificate("latest");
      found.ifPresent(each -> judge(console, client, source, each));
      return found.isPresent();
    } catch (IOException e) {
      console.progress(source + ": " + e.getMessage());
      return false;
    }
  }

  private static void judge(
      Console console, LightClient client, FinalityClient source, FinalityCertificate found) {
    var before = client.latest();
    var verdict = client.accept(found, System.currentTimeMillis());
    if (verdict instanceof Verdict.Conflict conflict) {
      throw CommandFailure.failed(
          source
              + " shows another history at "
              + found.signed().sequence().value()
              + "; both were signed by "
              + conflict.evidence().signedBoth());
    }
    if (verdict instanceof Verdict.Refused refused) {
      console.progress(source + ": refused, " + refused.check().label() + ": " + refused.detail());
    } else if (!client.latest().equals(before)) {
      tell(console, source, found);
    }
  }

  private static void tell(Console console, FinalityClient source, FinalityCertificate found) {
    long sequence = found.signed().sequence().value();
    ObjectNode json = Console.object().put("final", sequence).put("from", source.toString());
    console.answer(json, "final: " + sequence + " (" + source + ")");
  }
}
