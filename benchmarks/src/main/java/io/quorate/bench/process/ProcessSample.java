package io.quorate.bench.process;

import java.util.Map;

/**
 * What a process has consumed since it began.
 *
 * @param cpu seconds of a processor
 * @param resident octets, now
 * @param counters as its metrics name them
 * @param threads of which processor time consists
 */
public record ProcessSample(
    double cpu, long resident, Map<String, Double> counters, ThreadTimes threads) {

  static final String GC = "jvm_gc_collection_seconds_sum";
  static final String ALLOCATED = "quorate_jvm_allocated_bytes";

  /** What was consumed since an earlier sample of the same process. */
  public Usage since(ProcessSample before, String name) {
    double consumed = Math.max(0, cpu - before.cpu);
    return new Usage(
        name,
        consumed,
        threads.since(before.threads, consumed),
        grown(before, GC),
        grown(before, ALLOCATED),
        resident,
        new Usage.Counts(
            grown(before, "quorate_executed"),
            grown(before, "quorate_received_total{lane=\"requests\"}"),
            grown(before, "quorate_sent_total"),
            grown(before, "quorate_sent_bytes_total"),
            grown(before, "quorate_signatures_total{operation=\"made\"}"),
            grown(before, "quorate_signatures_total{operation=\"checked\"}"),
            grown(before, "quorate_journal_flush_duration_seconds_count")));
  }

  /**
   * By how much the series of this name, or the one series of this name with its labels, grew. Of a
   * replica that began again or is gone nothing is known: 0.
   */
  public double grown(ProcessSample before, String name) {
    return Math.max(0, sum(name) - before.sum(name));
  }

  /** Of all series whose name begins so. */
  private double sum(String name) {
    return counters.entrySet().stream()
        .filter(each -> each.getKey().equals(name) || each.getKey().startsWith(name + '{'))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }
}
