package io.quorate.bench.load;

import com.typesafe.config.ConfigFactory;
import io.quorate.bootstrap.access.ClientAccess;
import io.quorate.engine.client.ClientSettings;
import io.quorate.engine.client.Reply;
import io.quorate.engine.model.Bytes;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * What is asked of a group, and for how long.
 *
 * @param clients asks under way at any time, in a closed loop
 * @param rate requests a second that are due whatever becomes of them; 0 for a closed loop
 * @param size octets asked
 * @param reply octets answered
 * @param warmUp seconds that do not count
 * @param seconds that count
 */
public record Load(int clients, int rate, int size, int reply, int warmUp, int seconds) {

  /** Asks under way while warming up, if fewer are counted: compilers learn by repetition. */
  public static final int WARMING = 200;

  /** Asks that fill all requests that a client has in flight, by its settings. */
  public static final int FILLING =
      ClientSettings.from(ConfigFactory.load()).bundles().mostInFlight();

  private static final int PEAK_SECONDS = 5;

  public boolean isOpen() {
    return rate > 0;
  }

  public Load withRate(int other) {
    return new Load(clients, other, size, reply, warmUp, seconds);
  }

  public Load withClients(int other) {
    return new Load(other, rate, size, reply, warmUp, seconds);
  }

  /** A closed loop that leaves no compiler idle. */
  public Load forWarmUp() {
    return closed(WARMING, 0);
  }

  /**
   * A short closed loop, to learn what can be answered.
   *
   * @param least asks under way
   */
  public Load forPeak(int least) {
    return closed(least, PEAK_SECONDS);
  }

  private Load closed(int least, int counted) {
    return new Load(Math.max(clients, least), 0, size, reply, 0, counted);
  }

  /** Asks once, each time that it is called; always the same octets. */
  Supplier<CompletionStage<Reply>> asking(ClientAccess.Connection connection) {
    var operation = Bytes.wrap(new byte[size]);
    return () -> connection.ask(operation);
  }

  /** In words. */
  public String inWords() {
    var loop = isOpen() ? rate + " requests/s due" : clients + " asks under way";
    return loop + ", " + size + " bytes asked, " + reply + " answered";
  }
}
