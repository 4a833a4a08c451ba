package io.quorate.bootstrap.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bootstrap.metrics.BootstrapMetrics;
import io.quorate.engine.crypto.BatchCheck;
import io.quorate.engine.crypto.SignatureScheme;
import io.quorate.engine.spi.RecordingMeter;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CountedTest {

  private final RecordingMeter meter = new RecordingMeter();
  private final CountedSigner signer =
      new CountedSigner(SignatureScheme.ED25519.signer(new byte[32]), meter);
  private final CountedCheck check = new CountedCheck(new BatchCheck(), meter);

  @Test
  void a_signature_is_made_as_before_and_counted() {
    var plain = SignatureScheme.ED25519.signer(new byte[32]);
    assertThat(signer.sign(new byte[9])).isEqualTo(plain.sign(new byte[9]));
    assertThat(signer.key()).isEqualTo(plain.key());
    assertThat(meter.count(BootstrapMetrics.SIGNATURES, "made")).isEqualTo(1);
  }

  @Test
  void signatures_count_when_they_are_checked() {
    var signature = signer.sign(new byte[9]);
    check.add(signer.key(), new byte[9], signature);
    check.add(signer.key(), new byte[9], signature);
    assertThat(check.allValid()).isTrue();
    check.clear();
    check.add(signer.key(), new byte[8], signature);
    assertThat(check.allValid()).isFalse();
    assertThat(meter.count(BootstrapMetrics.SIGNATURES, "checked")).isEqualTo(3);
  }
}
