package io.quorate.bootstrap.kv;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import java.util.Optional;

/** What the store can be asked. */
public sealed interface KeyValueOperation {

  /** Octets in the longest key. */
  int MAX_KEY = 1 << 10;

  /** Octets in the longest value. */
  int MAX_VALUE = 1 << 20;

  /** Reads; changes nothing. */
  record Get(Bytes key) implements KeyValueOperation {}

  record Put(Bytes key, Bytes value) implements KeyValueOperation {}

  record Delete(Bytes key) implements KeyValueOperation {}

  /**
   * Writes if the key has the expected value now.
   *
   * @param expected digest of the value expected, so that swapping two large values costs one;
   *     empty if no value is expected
   */
  record CompareAndSet(Bytes key, Optional<Digest> expected, Bytes value)
      implements KeyValueOperation {}

  /** Octets that are no operation; the store answers with the reason. */
  record Nonsense(String reason) implements KeyValueOperation {}
}
