package io.quorate.scenario;

import io.quorate.engine.codec.MessageCodec;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.message.Message;

/** Something said: what it says, whose signature is under it, and its octets. */
record Letter(Message message, Bytes signature, Bytes wire) {

  static Letter of(Bytes wire) {
    var opened = MessageCodec.open(wire).orElseThrow(Letter::unreadable);
    var message = MessageCodec.read(opened).orElseThrow(Letter::unreadable);
    return new Letter(message, opened.signature(), wire);
  }

  private static IllegalStateException unreadable(Object error) {
    return new IllegalStateException("a letter that nobody can read: " + error);
  }
}
