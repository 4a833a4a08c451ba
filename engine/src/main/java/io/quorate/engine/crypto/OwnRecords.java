package io.quorate.engine.crypto;

import io.quorate.engine.codec.MessageCodec;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.ViewChange;

/**
 * Messages that this replica verified, or signed, before it wrote them to its own disk; the disk's
 * checksums vouch for the octets. Octets from anywhere else never come this way.
 */
public final class OwnRecords {

  private OwnRecords() {}

  /**
   * The message of that kind that these octets are.
   *
   * @throws IllegalStateException when the octets are no such message: the disk lies
   */
  public static <M extends Message> Verified<M> read(Bytes wire, Class<M> kind) {
    var opened = MessageCodec.open(wire).orElseThrow(OwnRecords::damaged);
    var message = MessageCodec.read(opened).orElseThrow(OwnRecords::damaged);
    if (!kind.isInstance(message)) {
      throw new IllegalStateException("a " + message.type() + " among own records");
    }
    return new Verified<>(
        kind.cast(message), opened.statement().signer(), opened.signature(), wire);
  }

  public static ViewChange viewChange(Bytes wire) {
    return read(wire, ViewChange.class).message();
  }

  private static IllegalStateException damaged(Object error) {
    return new IllegalStateException("an own record is damaged: " + error);
  }
}
