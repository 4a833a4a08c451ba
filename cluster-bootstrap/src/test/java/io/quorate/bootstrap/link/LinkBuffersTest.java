package io.quorate.bootstrap.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.fixtures.Retained;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.spi.Transport.Lane;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each buffer, filled with what makes it largest, takes no more than its row says. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LinkBuffersTest {

  @ParameterizedTest
  @CsvSource({"200", "100000", "1000000"})
  void frames_that_wait_take_no_more_than_their_lane_may_have(int length) {
    long most = OutboundConnection.mostWaiting(Lane.BULK);
    var sendQueue = new SendQueue(most, new SharedBytes(Long.MAX_VALUE));
    int frames = 0;
    while (sendQueue.offer(Bytes.wrap(new byte[length]))) {
      frames++;
    }
    assertThat(frames).isPositive();
    assertThat(Retained.bytes(sendQueue)).isLessThan(most * 5 / 4);
  }
}
