package io.quorate.bootstrap.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.quorate.bootstrap.http.HttpSettings;
import io.quorate.bootstrap.node.ConfigLayers;
import io.quorate.bootstrap.settings.Problems;
import io.quorate.engine.fixtures.Committee;
import io.quorate.engine.model.Buffer;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BufferTableTest {

  private static final long HEAP = 512L << 20;

  @Test
  void every_buffer_has_a_name_of_its_own_and_somebody_who_fills_it() {
    var rows = table("", true, HEAP).rows();
    assertThat(rows).extracting(Buffer::name).doesNotHaveDuplicates();
    assertThat(rows).allSatisfy(row -> assertThat(row.filledBy()).isNotBlank());
    assertThat(rows).allSatisfy(row -> assertThat(row.worstBytes()).isPositive());
  }

  @Test
  void what_is_usual_fits_and_takes_no_disk_to_do_so() {
    assertThat(table("", true, HEAP).problems()).isEmpty();
    assertThat(table("", false, HEAP).sumBytes()).isLessThan(table("", true, HEAP).sumBytes());
  }

  @Test
  void buffers_that_take_more_than_their_part_of_the_heap_are_refused_with_the_largest() {
    var table = table("quorate.http.max-buffered = 200m", true, HEAP);
    assertThat(table.problems()).singleElement().asString().startsWith("heap: all buffers");
    assertThat(table.problems().get(0)).contains("bodies of HTTP requests and answers 200.0");
    assertThat(table("quorate.http.max-buffered = 200m", true, 2 * HEAP).problems()).isEmpty();
    assertThatThrownBy(() -> table.check("here")).isInstanceOf(Problems.Unusable.class);
  }

  @Test
  void every_setting_without_room_for_what_the_group_allows_is_named() {
    var small =
        """
        quorate.replica.limits { pool-per-client = 1000, pool-total = 900, peer-window = 1000 }
        quorate.persistence.append.journal { segment-size = 1 MiB, queue-size = 1000 }
        quorate.persistence.log { commit-queue = 1000 }
        """;
    assertThat(table(small, true, HEAP).problems())
        .extracting(problem -> problem.substring(0, problem.indexOf(':')))
        .contains(
            "quorate.replica.limits.pool-per-client",
            "quorate.replica.limits.pool-total",
            "quorate.replica.limits.peer-window",
            "quorate.persistence.append.journal.segment-size",
            "quorate.persistence.append.journal.queue-size",
            "quorate.persistence.log.commit-queue");
  }

  @Test
  void a_larger_group_is_given_a_larger_heap() {
    var usual = settings("", true);
    assertThat(Heap.usualBytes(Committee.of(4).genesis(), usual)).isEqualTo(HEAP);
    assertThat(Heap.usualBytes(Committee.of(7).genesis(), usual)).isGreaterThan(HEAP);
  }

  private static BufferTable table(String set, boolean durable, long heap) {
    return BufferTable.of(Committee.of(4).genesis(), settings(set, durable), heap);
  }

  private static BufferSettings settings(String set, boolean durable) {
    var config = ConfigLayers.over(ConfigFactory.parseString(set));
    var http = HttpSettings.from(config.getConfig("quorate"), new Problems());
    return BufferSettings.from(config, http, durable);
  }
}
