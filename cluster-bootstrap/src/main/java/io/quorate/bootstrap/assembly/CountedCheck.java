package io.quorate.bootstrap.assembly;

import io.quorate.bootstrap.metrics.BootstrapMetrics;
import io.quorate.engine.crypto.SignatureCheck;
import io.quorate.engine.crypto.VerificationKey;
import io.quorate.engine.spi.Meter;

/** Checks as another does, and counts what it is given: one that is bad is given again, alone. */
final class CountedCheck implements SignatureCheck {

  private final SignatureCheck check;
  private final Meter.Counter checked;
  private int added;

  CountedCheck(SignatureCheck check, Meter meter) {
    this.check = check;
    this.checked = meter.counter(BootstrapMetrics.SIGNATURES, "checked");
  }

  @Override
  public int add(VerificationKey key, byte[] message, byte[] signature) {
    added++;
    return check.add(key, message, signature);
  }

  @Override
  public boolean allValid() {
    checked.add(added);
    return check.allValid();
  }

  @Override
  public void clear() {
    added = 0;
    check.clear();
  }
}
