package io.quorate.engine.model;

/**
 * One bound on which all replicas of a group must agree, for it decides what is valid or becomes
 * state. {@link Limits} holds a value for each; {@code committee.conf} names it by {@link #key}.
 */
public enum Limit {
  /** Bytes of one operation of a client. */
  OPERATION_BYTES("operation-bytes", 1_100_000),

  /** Bytes of one operation's result; a longer one is replaced by a defined error. */
  RESULT_BYTES("result-bytes", 1_100_000),

  /** Bytes of one signed request, its operations together with all that is around them. */
  REQUEST_BYTES("request-bytes", 1_200_000),

  /** Bytes of one request's results after which none of its further operations is executed. */
  REQUEST_RESULT_BYTES("request-result-bytes", 1_000_000),

  /** Operations of all requests that a batch refers to, and of one request. */
  BATCH_OPERATIONS("batch-operations", 8_192),

  /** What all requests that a batch refers to weigh, objects included. */
  BATCH_BYTES("batch-bytes", 2_400_000),

  /** Bytes of one batch's results after which none of its further requests is executed. */
  BATCH_RESULT_BYTES("batch-result-bytes", 4 << 20),

  /** What the requests of all batches between two checkpoints weigh, objects included. */
  INTERVAL_BYTES("interval-bytes", 8 << 20),

  /** Clients that may be registered. */
  CLIENTS("clients", 4_096),

  /** Sessions of one client that are remembered. */
  SESSIONS_PER_CLIENT("sessions-per-client", 16),

  /** Executed requests of one session that are remembered. */
  REQUESTS_PER_SESSION("requests-per-session", 128),

  /** Bytes of results kept to answer one client again. */
  CLIENT_REPLY_BYTES("client-reply-bytes", 1 << 20),

  /** Bytes of results kept to answer all clients again. */
  REPLY_BYTES("reply-bytes", 2 << 20),

  /** Bytes of one chunk of the state. */
  CHUNK_BYTES("chunk-bytes", 1 << 20),

  /** Chunks of the whole state. */
  STATE_CHUNKS("state-chunks", 16_384);

  private final String key;
  private final long usual;

  Limit(String key, long usual) {
    this.key = key;
    this.usual = usual;
  }

  /** Its name in {@code committee.conf}, below {@code limits}. */
  public String key() {
    return key;
  }

  /** The value of a group that asks for nothing else. */
  public long usual() {
    return usual;
  }
}
