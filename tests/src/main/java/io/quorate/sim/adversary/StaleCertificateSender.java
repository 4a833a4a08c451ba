package io.quorate.sim.adversary;

import io.quorate.engine.model.certificate.PreparedCertificate;
import io.quorate.engine.model.message.Message.ViewChange;
import java.util.List;
import java.util.TreeMap;

/** Shows for each number the certificate of the lowest view that it ever had for it. */
final class StaleCertificateSender implements Adversary {

  private final Means means;
  private final TreeMap<Long, PreparedCertificate> oldest = new TreeMap<>();

  StaleCertificateSender(Means means) {
    this.means = means;
  }

  @Override
  public List<Sent> rewrite(Sent honest) {
    if (!means.tellsPeer(honest) || !(honest.message() instanceof ViewChange change)) {
      return List.of(honest);
    }
    var shown =
        change.prepared().stream()
            .map(each -> oldest.computeIfAbsent(each.sequence().value(), first -> each))
            .toList();
    return List.of(
        means.signed(honest.to(), means.viewChange(change.view(), change.stable(), shown)));
  }
}
