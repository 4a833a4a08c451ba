package io.quorate.bootstrap.limits;

import io.quorate.bootstrap.http.HttpBuffers;
import io.quorate.bootstrap.link.LinkBuffers;
import io.quorate.bootstrap.registry.RegistryBuffers;
import io.quorate.bootstrap.settings.Problems;
import io.quorate.engine.client.ClientBuffers;
import io.quorate.engine.model.Buffer;
import io.quorate.engine.model.Genesis;
import io.quorate.engine.replica.ReplicaBuffers;
import io.quorate.persistence.PersistenceBuffers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * All that others can make a replica's process keep, each with its worst case. The sum may be 60 %
 * of the heap: the rest is for the application's state and for what is garbage soon.
 *
 * @param misfits settings that do not fit each other, a line each that begins with the key
 */
public record BufferTable(List<Buffer> rows, List<String> misfits, long heapBytes) {

  private static final int PERCENT = 60;
  private static final int LARGEST = 3;
  private static final double MIB = 1 << 20;

  public BufferTable {
    rows = List.copyOf(rows);
    misfits = List.copyOf(misfits);
  }

  /**
   * The table of a replica.
   *
   * @param heapBytes of its process
   */
  public static BufferTable of(Genesis genesis, BufferSettings settings, long heapBytes) {
    var rows = new ArrayList<Buffer>();
    rows.addAll(ReplicaBuffers.of(genesis, settings.replica()));
    rows.addAll(ClientBuffers.of(genesis, settings.client()));
    rows.addAll(LinkBuffers.of(genesis, settings.links()));
    rows.addAll(HttpBuffers.of(settings.http()));
    rows.addAll(RegistryBuffers.all());
    settings
        .disk()
        .ifPresent(
            disk -> rows.addAll(PersistenceBuffers.of(genesis, disk.log(), disk.embedded())));
    return new BufferTable(rows, new Fit(genesis, settings).problems(), heapBytes);
  }

  public long sumBytes() {
    return rows.stream().mapToLong(Buffer::worstBytes).sum();
  }

  /** What the sum may be. */
  public long roomBytes() {
    return heapBytes / 100 * PERCENT;
  }

  /** Everything that does not fit, a line each. */
  public List<String> problems() {
    var problems = new ArrayList<>(misfits);
    if (sumBytes() > roomBytes()) {
      problems.add(overfull());
    }
    return problems;
  }

  private String overfull() {
    var largest =
        rows.stream()
            .sorted(Comparator.comparingLong(Buffer::worstBytes).reversed())
            .limit(LARGEST)
            .map(row -> row.name() + " " + mib(row.worstBytes()) + " (" + row.bound() + ")")
            .toList();
    return "heap: all buffers together may take "
        + mib(sumBytes())
        + " MiB, more than 60 % of the heap, "
        + mib(roomBytes())
        + " MiB; the largest: "
        + String.join(", ", largest);
  }

  /**
   * Does nothing when all fits.
   *
   * @throws Problems.Unusable with every problem
   */
  public void check(String source) {
    if (!problems().isEmpty()) {
      throw new Problems.Unusable(source, problems());
    }
  }

  /** The table as a page shows it. */
  public String markdown() {
    var text = new StringBuilder("| buffer | filled by | bounded by | worst case, MiB |\n");
    text.append("|---|---|---|---:|\n");
    for (var row : rows) {
      text.append(
          "| %s | %s | %s | %s |%n"
              .formatted(row.name(), row.filledBy(), row.bound(), mib(row.worstBytes())));
    }
    return text.append("| **sum** | | | **%s** |%n".formatted(mib(sumBytes()))).toString();
  }

  static String mib(long bytes) {
    return String.format(Locale.ROOT, "%.1f", bytes / MIB);
  }
}
