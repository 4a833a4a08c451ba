package io.quorate.engine.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.fixtures.Retained;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.Limits;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.replica.execution.KeptReplies;
import java.util.Collections;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each buffer, filled with what makes it largest, takes no more than its row says. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReplicaBuffersTest {

  /** Of the groups of clients, without one. */
  private static final int EMPTY = 64 << 10;

  @ParameterizedTest
  @CsvSource({"1, 0, 20000", "1, 100, 20000", "100, 0, 1000", "1, 500000, 20"})
  void replies_take_no_more_than_what_may_be_kept(int results, int length, int count) {
    var limits = Limits.DEFAULT;
    var kept = new KeptReplies(limits.clientReplyBytes(), limits.replyBytes(), client -> {});
    for (int i = 1; i <= count; i++) {
      var request = new RequestId(new ClientId(i % 8), 1, i);
      var of = Collections.nCopies(results, Bytes.wrap(new byte[length]));
      kept.put(request, new SequenceNumber(i), of);
    }
    assertThat(kept.bytes()).isGreaterThan(limits.replyBytes() / 2);
    assertThat(Retained.bytes(kept)).isLessThan(EMPTY + ReplicaBuffers.kept(limits));
  }
}
