package io.quorate.persistence.append;

import java.nio.ByteBuffer;

/** Takes replayed events in order. The octets are valid during the call only. */
@FunctionalInterface
interface EventVisitor {
  void event(long sequence, ByteBuffer octets);
}
