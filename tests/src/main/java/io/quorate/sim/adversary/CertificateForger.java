package io.quorate.sim.adversary;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Quorum;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.certificate.CommitCertificate;
import io.quorate.engine.model.certificate.Endorsement;
import io.quorate.engine.model.certificate.PreparedCertificate;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.Commit;
import io.quorate.engine.model.message.Message.Decided;
import io.quorate.engine.model.message.Message.Decided.Decision;
import io.quorate.engine.model.message.Message.Prepare;
import io.quorate.engine.model.message.Message.ViewChange;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Puts certificates into its view changes and decisions that nobody voted for: of garbage, of one
 * voter many times, of a single real signature under many names, of votes for another slot; or
 * leaves the real ones out and shows a stale checkpoint.
 */
final class CertificateForger implements Adversary {

  private static final int SIGNATURE = 64;

  private final Means means;

  CertificateForger(Means means) {
    this.means = means;
  }

  @Override
  public List<Sent> rewrite(Sent honest) {
    if (!means.tellsPeer(honest)) {
      return List.of(honest);
    }
    var message = honest.message();
    if (message instanceof ViewChange change) {
      return List.of(means.signed(honest.to(), viewChange(change)));
    } else if (message instanceof Decided decided) {
      return List.of(means.signed(honest.to(), decided(decided)));
    } else if (message instanceof Commit vote && means.chance(0.1)) {
      return List.of(honest, means.signed(honest.to(), invented(vote.sequence())));
    }
    return List.of(honest);
  }

  private Message viewChange(ViewChange honest) {
    return switch (means.random().nextInt(3)) {
      case 0 -> means.viewChange(honest.view(), means.beginning(), List.of());
      case 1 -> means.viewChange(honest.view(), honest.stable(), moved(honest.prepared()));
      default -> {
        var forged = new ArrayList<PreparedCertificate>();
        forged.add(prepared(Means.moved(honest.view(), -1), honest.stable().sequence().next()));
        yield means.viewChange(honest.view(), honest.stable(), forged);
      }
    };
  }

  /** Every certificate under the digest of none. */
  private List<PreparedCertificate> moved(List<PreparedCertificate> honest) {
    return honest.stream()
        .map(
            each ->
                new PreparedCertificate(
                    each.view(), each.sequence(), means.noise(), each.proposal(), each.prepares()))
        .toList();
  }

  private PreparedCertificate prepared(View view, SequenceNumber at) {
    var digest = means.noise();
    int primary = (int) (view.value() % means.group());
    var own = means.signer().sign(new Prepare(view, at, digest, means.self())).signature();
    var backups =
        IntStream.range(0, means.group())
            .filter(each -> each != primary)
            .limit(quorum() - 1L)
            .mapToObj(each -> new Endorsement(new ReplicaId(each), own))
            .toList();
    var proposal = new Endorsement(new ReplicaId(primary), means.garbage(SIGNATURE));
    return new PreparedCertificate(view, at, digest, proposal, backups);
  }

  private Decided decided(Decided honest) {
    var decisions =
        honest.decisions().stream()
            .map(
                each -> {
                  var other = Canonical.batch(each.batch().timestamp() + 1, List.of());
                  var certificate = each.certificate();
                  return new Decision(
                      new CommitCertificate(
                          certificate.view(),
                          certificate.sequence(),
                          other.digest(),
                          certificate.commits()),
                      other,
                      List.of());
                })
            .toList();
    return new Decided(means.self(), decisions);
  }

  /** A decision of its own, with one voter as often as it takes. */
  private Decided invented(SequenceNumber near) {
    var batch = Canonical.nullBatch();
    var at = near.plus(means.random().nextInt(3));
    var mine = endorsement(at, batch.digest());
    var commits =
        means.chance(0.5)
            ? IntStream.range(0, quorum()).mapToObj(each -> mine).toList()
            : IntStream.range(0, quorum())
                .mapToObj(each -> new Endorsement(new ReplicaId(each), mine.signature()))
                .toList();
    var certificate = new CommitCertificate(View.ZERO, at, batch.digest(), commits);
    return new Decided(means.self(), List.of(new Decision(certificate, batch, List.of())));
  }

  private Endorsement endorsement(SequenceNumber at, Digest digest) {
    var vote = new Commit(View.ZERO, at, digest, means.self());
    return new Endorsement(means.self(), means.signer().sign(vote).signature());
  }

  private int quorum() {
    return new Quorum(means.group()).size();
  }
}
