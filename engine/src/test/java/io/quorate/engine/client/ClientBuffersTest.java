package io.quorate.engine.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.fixtures.Retained;
import io.quorate.engine.model.Bytes;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each buffer, filled with what makes it largest, takes no more than its row says. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ClientBuffersTest {

  @ParameterizedTest
  @CsvSource({"0", "100", "1000000"})
  void asks_that_wait_take_no_more_than_their_number_and_bytes(int length) {
    var most = new ClientSettings.WaitingLimits(20_000, 2 << 20);
    var bundler = new RequestBundler(new ClientSettings.Bundles(4, 100, 3, 2));
    int asks = 0;
    for (var next = operation(length); bundler.hasRoom(next, most); next = operation(length)) {
      bundler.add(new RequestBundler.Ask(next, new PendingAsk(null, asks++)));
    }
    assertThat(asks).isPositive();
    assertThat(Retained.bytes(bundler))
        .isLessThan(most.bytes() + (long) most.asks() * ClientBuffers.ASK + length);
  }

  private static Bytes operation(int length) {
    return length == 0 ? Bytes.EMPTY : Bytes.wrap(new byte[length]);
  }
}
