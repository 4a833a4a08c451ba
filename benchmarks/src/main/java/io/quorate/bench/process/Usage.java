package io.quorate.bench.process;

import java.util.List;

/**
 * What one process consumed in a run.
 *
 * @param cpu seconds of a processor
 * @param threads whose they were
 * @param gc seconds of collecting garbage
 * @param allocated octets
 * @param resident octets at the end
 */
public record Usage(
    String process,
    double cpu,
    ThreadUsage threads,
    double gc,
    double allocated,
    long resident,
    Counts counts) {

  /**
   * What a replica counted.
   *
   * @param slots executed
   * @param requests received, which are bundles of operations
   * @param messages sent to replicas and clients
   * @param octets of them
   * @param signed signatures made
   * @param checked signatures checked
   * @param forces of the journal's files
   */
  public record Counts(
      double slots,
      double requests,
      double messages,
      double octets,
      double signed,
      double checked,
      double forces) {

    private Counts plus(Counts other) {
      return new Counts(
          slots + other.slots,
          requests + other.requests,
          messages + other.messages,
          octets + other.octets,
          signed + other.signed,
          checked + other.checked,
          forces + other.forces);
    }
  }

  /** All of them together. */
  public static Usage sum(List<Usage> usages) {
    return usages.stream()
        .reduce(
            new Usage("all", 0, ThreadUsage.NONE, 0, 0, 0, new Counts(0, 0, 0, 0, 0, 0, 0)),
            (sum, each) ->
                new Usage(
                    sum.process,
                    sum.cpu + each.cpu,
                    sum.threads.plus(each.threads),
                    sum.gc + each.gc,
                    sum.allocated + each.allocated,
                    sum.resident + each.resident,
                    sum.counts.plus(each.counts)));
  }
}
