package io.quorate.engine.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The bounds of a group, part of its genesis record: one value for each {@link Limit}. A {@code
 * Limits} always fits itself; see {@link #problems}.
 */
public final class Limits {

  /** Bytes of the longest message that this version of the protocol can carry. */
  public static final int LARGEST_FRAME = 3 << 20;

  /** Bytes that a message may add to what it carries: heads, names, references, signatures. */
  public static final int FRAME_MARGIN = 64 << 10;

  public static final Limits DEFAULT = new Limits(usual());

  private final Map<Limit, Long> values;

  /**
   * Takes a value for every limit.
   *
   * @throws IllegalArgumentException with everything that is wrong, a line each
   */
  public Limits(Map<Limit, Long> values) {
    this.values = Collections.unmodifiableMap(new EnumMap<>(values));
    var problems = problems(this.values);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
  }

  /** These limits with another value for one of them; it must fit the others. */
  public Limits with(Limit limit, long value) {
    var changed = new EnumMap<>(values);
    changed.put(limit, value);
    return new Limits(changed);
  }

  /** The value of every limit, in the order of their declaration. */
  public Map<Limit, Long> values() {
    return values;
  }

  public int operationBytes() {
    return intOf(Limit.OPERATION_BYTES);
  }

  public int resultBytes() {
    return intOf(Limit.RESULT_BYTES);
  }

  public int requestBytes() {
    return intOf(Limit.REQUEST_BYTES);
  }

  public int requestResultBytes() {
    return intOf(Limit.REQUEST_RESULT_BYTES);
  }

  public int batchOperations() {
    return intOf(Limit.BATCH_OPERATIONS);
  }

  public int batchBytes() {
    return intOf(Limit.BATCH_BYTES);
  }

  public int batchResultBytes() {
    return intOf(Limit.BATCH_RESULT_BYTES);
  }

  public long intervalBytes() {
    return values.get(Limit.INTERVAL_BYTES);
  }

  public int clients() {
    return intOf(Limit.CLIENTS);
  }

  public int sessionsPerClient() {
    return intOf(Limit.SESSIONS_PER_CLIENT);
  }

  public int requestsPerSession() {
    return intOf(Limit.REQUESTS_PER_SESSION);
  }

  public long clientReplyBytes() {
    return values.get(Limit.CLIENT_REPLY_BYTES);
  }

  public long replyBytes() {
    return values.get(Limit.REPLY_BYTES);
  }

  public int chunkBytes() {
    return intOf(Limit.CHUNK_BYTES);
  }

  public int stateChunks() {
    return intOf(Limit.STATE_CHUNKS);
  }

  /** Bytes of the longest message of this group. */
  public int frameBytes() {
    return LARGEST_FRAME;
  }

  /** What the heaviest request counts for; see {@link RequestReference#weight}. */
  public int heaviestRequest() {
    return requestBytes()
        + RequestReference.ENVELOPE
        + RequestReference.OPERATION * batchOperations();
  }

  /** Bytes of the largest results that one request can be answered with. */
  public int largestAnswer() {
    return requestResultBytes() + resultBytes();
  }

  /**
   * What is wrong with these values: missing, out of range, or not fitting each other; a line each,
   * which begins with the key.
   */
  public static List<String> problems(Map<Limit, Long> values) {
    var problems = new ArrayList<String>();
    for (var limit : Limit.values()) {
      var value = values.get(limit);
      if (value == null) {
        problems.add(limit.key() + ": is missing");
      } else if (value < 1 || value > Integer.MAX_VALUE) {
        problems.add(limit.key() + ": must be 1 to " + Integer.MAX_VALUE + ", not " + value);
      }
    }
    if (problems.isEmpty()) {
      new Fit(values, problems).check();
    }
    return List.copyOf(problems);
  }

  private record Fit(Map<Limit, Long> values, List<String> problems) {

    void check() {
      atMost(Limit.OPERATION_BYTES, of(Limit.REQUEST_BYTES), Limit.REQUEST_BYTES.key());
      long heaviest =
          of(Limit.REQUEST_BYTES)
              + RequestReference.ENVELOPE
              + RequestReference.OPERATION * of(Limit.BATCH_OPERATIONS);
      atLeast(Limit.BATCH_BYTES, heaviest, "what a request may weigh");
      atMost(Limit.BATCH_BYTES, of(Limit.INTERVAL_BYTES), Limit.INTERVAL_BYTES.key());
      atMost(Limit.CLIENT_REPLY_BYTES, of(Limit.REPLY_BYTES), Limit.REPLY_BYTES.key());
      long room = LARGEST_FRAME - FRAME_MARGIN;
      atMost(Limit.REQUEST_BYTES, room, "the room of a message");
      atMost(Limit.CHUNK_BYTES, room, "the room of a message");
      long answer = of(Limit.REQUEST_RESULT_BYTES) + of(Limit.RESULT_BYTES);
      if (answer > room) {
        problems.add(
            "request-result-bytes: with result-bytes "
                + answer
                + ", more than the room of a message, "
                + room);
      }
    }

    private void atLeast(Limit limit, long least, String what) {
      if (of(limit) < least) {
        problems.add(limit.key() + ": " + of(limit) + " is less than " + what + ", " + least);
      }
    }

    private void atMost(Limit limit, long most, String what) {
      if (of(limit) > most) {
        problems.add(limit.key() + ": " + of(limit) + " is more than " + what + ", " + most);
      }
    }

    private long of(Limit limit) {
      return values.get(limit);
    }
  }

  private static Map<Limit, Long> usual() {
    var usual = new EnumMap<Limit, Long>(Limit.class);
    for (var limit : Limit.values()) {
      usual.put(limit, limit.usual());
    }
    return usual;
  }

  private int intOf(Limit limit) {
    return Math.toIntExact(values.get(limit));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Limits limits && limits.values.equals(values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
