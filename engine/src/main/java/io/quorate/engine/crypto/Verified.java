package io.quorate.engine.crypto;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.message.Message;

/**
 * A message whose signature, and every certificate inside it, was checked. Only this package can
 * make one, so a method that takes it needs no check and cannot be called without.
 *
 * @param <M> the message's kind
 */
public final class Verified<M extends Message> {

  private final M message;
  private final long signer;
  private final Bytes signature;
  private final Bytes wire;

  Verified(M message, long signer, Bytes signature, Bytes wire) {
    this.message = message;
    this.signer = signer;
    this.signature = signature;
    this.wire = wire;
  }

  public M message() {
    return message;
  }

  /** A replica's index or, for a request, the client's number. */
  public long signer() {
    return signer;
  }

  public Bytes signature() {
    return signature;
  }

  /** The octets as they came: for keeping, and for handing on to whoever lacks them. */
  public Bytes wire() {
    return wire;
  }

  /**
   * The same message, known by its kind.
   *
   * @throws ClassCastException when it is of another kind
   */
  @SuppressWarnings("unchecked") // the message's class was checked
  public <N extends Message> Verified<N> as(Class<N> kind) {
    if (!kind.isInstance(message)) {
      throw new ClassCastException(message.type() + " is no " + kind.getSimpleName());
    }
    return (Verified<N>) this;
  }

  @Override
  public String toString() {
    return "verified " + message.type() + " of " + signer;
  }
}
