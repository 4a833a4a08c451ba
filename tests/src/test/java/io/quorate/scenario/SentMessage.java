package io.quorate.scenario;

import io.quorate.engine.codec.MessageCodec;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.message.Message;

/** Something said: what it says, whose signature is under it, and its octets. */
record SentMessage(Message message, Bytes signature, Bytes wire) {

  static SentMessage of(Bytes wire) {
    var opened = MessageCodec.open(wire).orElseThrow(SentMessage::unreadable);
    var message = MessageCodec.read(opened).orElseThrow(SentMessage::unreadable);
    return new SentMessage(message, opened.signature(), wire);
  }

  private static IllegalStateException unreadable(Object error) {
    return new IllegalStateException("a message that nobody can read: " + error);
  }
}
