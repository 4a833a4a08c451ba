package io.quorate.sim;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.quorate.engine.model.Limit;
import io.quorate.engine.model.Limits;
import io.quorate.engine.model.ProtocolRules;
import io.quorate.engine.model.RequestReference;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * How large what clients ask and are told is, and the bounds of the group, which are so small that
 * in a short run each of them is reached.
 *
 * @param limits those of the group's genesis record
 * @param own a replica's and a client's own settings
 * @param longest bytes of the longest operation; 0 when operations have no more than their text
 * @param largest bytes of the largest result
 * @param crowd how many times as many clients ask
 * @param share of the requests that are asked
 */
record Sizes(
    Limits limits, Map<String, Object> own, int longest, int largest, int crowd, double share) {

  /** How many times smaller than real what is sent in a scaled group is. */
  private static final long SCALE = 400;

  private static final int SMALLEST = 256;

  /** Bytes under way to a peer: several batches, or what view changes take in any group. */
  private static final long PEER_BATCHES = 4;

  private static final long LEAST_PEER_WINDOW = 256 << 10;

  /** What {@code ENVELOPE} of a client and the head of a message take. */
  private static final int AROUND = 640;

  /** One in so many operations has the largest size. */
  private static final int LARGEST_OF = 6;

  private static final Limits USUAL =
      Limits.DEFAULT
          .with(Limit.BATCH_OPERATIONS, 64)
          .with(Limit.OPERATION_BYTES, 100_000)
          .with(Limit.REQUEST_BYTES, 100_000);

  /** Operations of a few bytes, and bounds that they do not reach. */
  static final Sizes TINY =
      new Sizes(USUAL, Map.of("quorate.replica.limits.evidence", 4 << 20), 0, 0, 1, 1);

  /** Which sizes a group has, by the words of the command line. */
  enum Kind {
    /** A few bytes each, far from the limits. */
    TINY,
    /** Up to limits of some hundred bytes to some thousand. */
    SCALED,
    /** Up to the limits of production, but few. */
    REAL;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Sizes drawn(Kind kind, long seed) {
    var random = new SplittableRandom(seed * 37 + 5);
    return switch (kind) {
      case TINY -> TINY;
      case SCALED -> scaled(random);
      case REAL -> real();
    };
  }

  /** How many times smaller than real what is sent is. */
  static long scale(Kind kind) {
    return kind == Kind.REAL ? 1 : SCALE;
  }

  private static Sizes real() {
    return new Sizes(
        Limits.DEFAULT,
        settings(Limits.DEFAULT, 65_536),
        Limits.DEFAULT.operationBytes() - AROUND,
        Limits.DEFAULT.resultBytes(),
        1,
        0.2);
  }

  private static Sizes scaled(SplittableRandom random) {
    int operation = SMALLEST << random.nextInt(4);
    int request = operation + AROUND + random.nextInt(operation);
    int operations = 8 + random.nextInt(56);
    int heaviest = request + RequestReference.ENVELOPE + RequestReference.OPERATION * operations;
    int batch = heaviest * (1 + random.nextInt(3));
    int client = operation * (1 + random.nextInt(3));
    var values = new EnumMap<Limit, Long>(Limits.DEFAULT.values());
    values.put(Limit.OPERATION_BYTES, (long) operation);
    values.put(Limit.RESULT_BYTES, (long) operation);
    values.put(Limit.REQUEST_BYTES, (long) request);
    values.put(Limit.REQUEST_RESULT_BYTES, 1L + operation / 2 + random.nextInt(operation));
    values.put(Limit.BATCH_OPERATIONS, (long) operations);
    values.put(Limit.BATCH_BYTES, (long) batch);
    values.put(Limit.BATCH_RESULT_BYTES, (long) operation * (1 + random.nextInt(6)));
    values.put(Limit.INTERVAL_BYTES, (long) batch * (1 + random.nextInt(4)));
    values.put(Limit.SESSIONS_PER_CLIENT, 1L + random.nextInt(4));
    values.put(Limit.REQUESTS_PER_SESSION, 4L + random.nextInt(12));
    values.put(Limit.CLIENT_REPLY_BYTES, (long) client);
    values.put(Limit.REPLY_BYTES, (long) client * (1 + random.nextInt(8)));
    values.put(Limit.CHUNK_BYTES, 512L << random.nextInt(3));
    var limits = new Limits(values);
    return new Sizes(
        limits,
        settings(limits, 4L + operation / 8),
        operation,
        operation,
        1 + random.nextInt(4),
        1);
  }

  private static Map<String, Object> settings(Limits limits, long largeResult) {
    var own = new HashMap<String, Object>();
    var replica = "quorate.replica.limits.";
    own.put(replica + "history", 2L * limits.batchBytes());
    own.put(replica + "pool-per-client", 3L * limits.requestBytes());
    own.put(replica + "pool-total", 12L * limits.requestBytes());
    own.put(replica + "large-result", largeResult);
    own.put(
        replica + "peer-window", Math.max(LEAST_PEER_WINDOW, PEER_BATCHES * limits.batchBytes()));
    own.put("quorate.client.bundles.bytes", limits.operationBytes());
    own.put("quorate.client.retransmit-ceiling", "6s");
    own.put("quorate.persistence.log.largest-commit-event", 2L * limits.batchBytes());
    return own;
  }

  /** The settings of a process of the group. */
  Config settings() {
    return own.isEmpty()
        ? SimulatedProcess.settings()
        : ConfigFactory.parseMap(own).withFallback(SimulatedProcess.settings());
  }

  /** Bytes of an operation: a few, the most, or any size between, each as likely as its double. */
  int operation(SplittableRandom random) {
    return drawn(random, longest);
  }

  /** Bytes of a result; now and then one more than there may be. */
  int result(SplittableRandom random) {
    int drawn = drawn(random, largest);
    return drawn == largest && largest > 0 && random.nextInt(3) == 0 ? largest + 1 : drawn;
  }

  private static int drawn(SplittableRandom random, int most) {
    if (most == 0) {
      return 0;
    }
    return random.nextInt(LARGEST_OF) == 0
        ? most
        : (int) Math.exp(random.nextDouble() * Math.log(most));
  }

  /** How long a chunk of the application's state is. */
  int chunk() {
    return longest == 0 ? SimulatedMachine.USUAL_CHUNK : limits.chunkBytes();
  }

  ProtocolRules rules(int interval, int window) {
    return new ProtocolRules(interval, window, 60_000, limits);
  }

  /** Bytes of the requests that may be ordered above the low mark; tiny ones are not worth it. */
  long ordered(ProtocolRules rules) {
    long intervals = rules.window() / rules.checkpointInterval();
    return longest == 0 ? 0 : limits.batchBytes() + intervals * limits.intervalBytes();
  }

  /** How many clients ask in place of so many. */
  int clients(int usual) {
    return Math.min(usual * crowd, limits.clients());
  }

  /** How many requests they ask in place of so many. */
  int requests(int usual) {
    return (int) Math.ceil(usual * share);
  }

  /** Whether results may be so large that a replica does not keep them until they are asked for. */
  boolean forget() {
    return longest > 0;
  }
}
