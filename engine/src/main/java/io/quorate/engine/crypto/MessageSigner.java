package io.quorate.engine.crypto;

import io.quorate.engine.codec.MessageCodec;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.message.Message;

/**
 * Signs as one replica or one client.
 *
 * @param id the replica's index or the client's number
 */
public record MessageSigner(MessageCodec codec, long id, Signer signer) {

  public <M extends Message> Verified<M> sign(M message) {
    var signed = codec.encode(message, id, octets -> Bytes.wrap(signer.sign(octets.unsafeArray())));
    return new Verified<>(message, id, signed.signature(), signed.wire());
  }
}
