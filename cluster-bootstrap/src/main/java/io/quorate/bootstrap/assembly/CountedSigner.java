package io.quorate.bootstrap.assembly;

import io.quorate.bootstrap.metrics.BootstrapMetrics;
import io.quorate.engine.crypto.Signer;
import io.quorate.engine.crypto.VerificationKey;
import io.quorate.engine.spi.Meter;

/** Signs as another does, and counts. */
record CountedSigner(Signer signer, Meter.Counter made) implements Signer {

  CountedSigner(Signer signer, Meter meter) {
    this(signer, meter.counter(BootstrapMetrics.SIGNATURES, "made"));
  }

  @Override
  public VerificationKey key() {
    return signer.key();
  }

  @Override
  public byte[] sign(byte[] message) {
    made.increment();
    return signer.sign(message);
  }

  @Override
  public String toString() {
    return signer.toString();
  }
}
