package io.quorate.bootstrap.assembly;

import io.quorate.engine.crypto.SignatureCheck;
import io.quorate.engine.crypto.VerificationKey;
import io.quorate.engine.spi.Meter;

/** Checks as another does, and counts what it is given: one that is bad is given again, alone. */
final class CountedCheck implements SignatureCheck {

  private final SignatureCheck check;
  private final Meter meter;
  private int added;

  CountedCheck(SignatureCheck check, Meter meter) {
    this.check = check;
    this.meter = meter;
  }

  @Override
  public int add(VerificationKey key, byte[] message, byte[] signature) {
    added++;
    return check.add(key, message, signature);
  }

  @Override
  public boolean allValid() {
    meter.count("quorate_signatures_total", "checked", added);
    return check.allValid();
  }

  @Override
  public void clear() {
    added = 0;
    check.clear();
  }
}
