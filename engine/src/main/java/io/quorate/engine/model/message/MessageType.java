package io.quorate.engine.model.message;

import java.util.Optional;

/** The kinds of message, with their numbers on the wire; a number is never used again. */
public enum MessageType {
  REQUEST(1),
  PRE_PREPARE(2),
  PREPARE(3),
  COMMIT(4),
  CHECKPOINT(5),
  VIEW_CHANGE(6),
  NEW_VIEW(7),
  REPLY(8),
  REFUSAL(9),
  STATUS(10),
  FETCH(11),
  FETCH_DECIDED(12),
  DECIDED(13),
  FETCH_STATE(14),
  STATE_MANIFEST(15),
  FETCH_CHUNK(16),
  STATE_CHUNK(17),
  ANNOUNCEMENT(18),
  CHECKPOINT_PROOF(19);

  private static final MessageType[] BY_CODE = new MessageType[20];

  static {
    for (var type : values()) {
      BY_CODE[type.code] = type;
    }
  }

  private final int code;

  MessageType(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  public static Optional<MessageType> of(long code) {
    return code < 1 || code >= BY_CODE.length
        ? Optional.empty()
        : Optional.ofNullable(BY_CODE[(int) code]);
  }

  /** True when a client, not a replica, signs it. */
  public boolean isFromClient() {
    return this == REQUEST;
  }

  /** True when its payload may exceed an ordinary frame, so that it travels apart from votes. */
  public boolean isBulk() {
    return switch (this) {
      case VIEW_CHANGE, DECIDED, STATE_MANIFEST, STATE_CHUNK, CHECKPOINT_PROOF -> true;
      default -> false;
    };
  }
}
