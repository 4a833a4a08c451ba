package io.quorate.bootstrap.assembly;

import io.quorate.engine.crypto.Signer;
import io.quorate.engine.crypto.VerificationKey;
import io.quorate.engine.spi.Meter;

/** Signs as another does, and counts. */
record CountedSigner(Signer signer, Meter meter) implements Signer {

  @Override
  public VerificationKey key() {
    return signer.key();
  }

  @Override
  public byte[] sign(byte[] message) {
    meter.count("quorate_signatures_total", "made");
    return signer.sign(message);
  }

  @Override
  public String toString() {
    return signer.toString();
  }
}
