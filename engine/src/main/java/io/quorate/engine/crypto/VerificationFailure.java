package io.quorate.engine.crypto;

import io.quorate.engine.codec.DecodeError;

/** Why octets did not become a verified message. A value: any peer may provoke one at will. */
public sealed interface VerificationFailure {

  /** No message at all. */
  record Undecodable(DecodeError error) implements VerificationFailure {
    @Override
    public String kind() {
      return error.kind().name();
    }
  }

  record OtherCluster() implements VerificationFailure {}

  record OtherConfiguration() implements VerificationFailure {}

  record Stranger(long signer) implements VerificationFailure {}

  record BadSignature(long signer) implements VerificationFailure {}

  /** The message was signed, a certificate inside it does not hold. */
  record BadCertificate(long signer, String why) implements VerificationFailure {}

  /** The name under which it is counted. */
  default String kind() {
    return getClass().getSimpleName();
  }
}
