package io.quorate.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LimitsTest {

  @Test
  void the_usual_limits_fit_each_other() {
    assertThat(Limits.problems(Limits.DEFAULT.values())).isEmpty();
  }

  @Test
  void each_limit_that_is_missing_or_out_of_range_is_named() {
    var values = new EnumMap<Limit, Long>(Limits.DEFAULT.values());
    values.remove(Limit.CHUNK_BYTES);
    values.put(Limit.CLIENTS, 0L);
    assertThat(Limits.problems(values))
        .containsExactly("clients: must be 1 to 2147483647, not 0", "chunk-bytes: is missing");
  }

  @Test
  void a_request_that_no_batch_could_hold_is_refused_with_its_key() {
    assertThatThrownBy(() -> Limits.DEFAULT.with(Limit.BATCH_BYTES, 1_000_000))
        .hasMessage("batch-bytes: 1000000 is less than what a request may weigh, 1430576");
  }

  @Test
  void an_answer_that_no_message_could_carry_is_refused() {
    assertThatThrownBy(() -> Limits.DEFAULT.with(Limit.RESULT_BYTES, 3_000_000))
        .hasMessageStartingWith("request-result-bytes: with result-bytes 4000000, more than");
  }
}
