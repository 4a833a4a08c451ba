package io.quorate.engine.core.agreement;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.certificate.PreparedCertificate;
import io.quorate.engine.model.certificate.StableCheckpoint;
import io.quorate.engine.model.message.Message.ViewChange;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a new view must propose again, computed alike by everyone from the same view changes (OSDI
 * '99, §4.4): from the highest stable checkpoint up to the highest prepared number, at each number
 * the batch of the certificate with the highest view, and the null batch where nobody has one.
 *
 * @param base the highest stable checkpoint in the view changes; empty for a view without a plan
 * @param mandated digests by sequence number, without gaps above the base
 */
public record NewViewPlan(Optional<StableCheckpoint> base, SortedMap<Long, Digest> mandated) {

  /** View 0 begins without obligations. */
  public static final NewViewPlan NONE =
      new NewViewPlan(Optional.empty(), Collections.emptySortedMap());

  public NewViewPlan {
    mandated = Collections.unmodifiableSortedMap(mandated);
  }

  public static NewViewPlan of(Collection<ViewChange> changes) {
    var base =
        changes.stream()
            .map(ViewChange::stable)
            .max(java.util.Comparator.comparing(StableCheckpoint::sequence))
            .orElseThrow();
    var highest = new TreeMap<Long, PreparedCertificate>();
    for (var change : changes) {
      for (var certificate : change.prepared()) {
        if (certificate.sequence().isAfter(base.sequence())) {
          highest.merge(certificate.sequence().value(), certificate, NewViewPlan::ofTheHigherView);
        }
      }
    }
    var mandated = new TreeMap<Long, Digest>();
    if (!highest.isEmpty()) {
      var nothing = Canonical.nullBatch().digest();
      for (long n = base.sequence().value() + 1; n <= highest.lastKey(); n++) {
        var certificate = highest.get(n);
        mandated.put(n, certificate == null ? nothing : certificate.batch());
      }
    }
    return new NewViewPlan(Optional.of(base), mandated);
  }

  /** The digest that must be proposed here; empty where the primary is free. */
  public Optional<Digest> at(SequenceNumber sequence) {
    return Optional.ofNullable(mandated.get(sequence.value()));
  }

  /** The last number that is settled by the plan or lies below it. */
  public SequenceNumber last() {
    if (!mandated.isEmpty()) {
      return new SequenceNumber(mandated.lastKey());
    }
    return floor();
  }

  /**
   * What lies at or below is decided, whether or not this replica knows it: it may lack the
   * checkpoint, or not know it to be stable.
   */
  public SequenceNumber floor() {
    return base.map(StableCheckpoint::sequence).orElse(SequenceNumber.ZERO);
  }

  static PreparedCertificate ofTheHigherView(PreparedCertificate a, PreparedCertificate b) {
    return later(b.view(), a.view()) ? b : a;
  }

  private static boolean later(View a, View b) {
    return a.isAfter(b);
  }
}
