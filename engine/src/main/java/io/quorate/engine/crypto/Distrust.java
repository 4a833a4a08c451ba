package io.quorate.engine.crypto;

import io.quorate.engine.codec.DecodeError;

/** Why octets did not become a verified message. A value: any peer may provoke one at will. */
public sealed interface Distrust {

  /** No message at all. */
  record Undecodable(DecodeError error) implements Distrust {
    @Override
    public String kind() {
      return error.kind().name();
    }
  }

  record OtherCluster() implements Distrust {}

  record OtherConfiguration() implements Distrust {}

  record Stranger(long signer) implements Distrust {}

  record BadSignature(long signer) implements Distrust {}

  /** The message was signed, a certificate inside it does not hold. */
  record BadCertificate(long signer, String why) implements Distrust {}

  /** The name under which it is counted. */
  default String kind() {
    return getClass().getSimpleName();
  }
}
