package io.quorate.persistence.append.segment;

import java.util.Optional;

/** What a record is; the code is on disk and never changes its meaning. */
public enum RecordType {
  /** One or more events of one persistence id: all of them or none. */
  EVENTS(1),
  /** Up to where a persistence id's events are deleted, and its highest sequence number. */
  MARK(2),
  /** The log was closed in good order: what stands before it is complete. */
  CLOSED(3),
  /** Nothing follows in this segment. */
  END(4);

  private static final RecordType[] ALL = values();

  final byte code;

  RecordType(int code) {
    this.code = (byte) code;
  }

  static Optional<RecordType> of(byte code) {
    return code >= 1 && code <= ALL.length ? Optional.of(ALL[code - 1]) : Optional.empty();
  }
}
