package io.quorate.persistence.append;

import java.nio.ByteBuffer;

/** The octets of one event in two parts, so that the second need not be copied to stand behind. */
record Event(ByteBuffer head, ByteBuffer body) {

  int octets() {
    return head.remaining() + body.remaining();
  }
}
