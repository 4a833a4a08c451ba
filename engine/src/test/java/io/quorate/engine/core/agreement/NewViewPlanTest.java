package io.quorate.engine.core.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.core.SigningCommittee;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.certificate.PreparedCertificate;
import io.quorate.engine.model.message.Message.ViewChange;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class NewViewPlanTest {

  private final SigningCommittee committee = new SigningCommittee();

  @Test
  void without_certificates_nothing_is_demanded() {
    var plan = plan(committee.viewChange(0, 1), committee.viewChange(1, 1));
    assertThat(plan.mandated()).isEmpty();
    assertThat(plan.last()).isEqualTo(SequenceNumber.ZERO);
  }

  @Test
  void the_certificate_of_the_highest_view_wins() {
    var old = committee.batch(committee.request(1, 1, "old"));
    var young = committee.batch(committee.request(1, 1, "young"));
    var plan =
        plan(
            change(0, committee.prepared(0, 1, old)),
            change(1, committee.prepared(1, 1, young)),
            change(2, committee.prepared(0, 1, old)));
    assertThat(at(plan, 1)).isEqualTo(young.digest());
  }

  @Test
  void a_gap_is_filled_with_the_null_batch() {
    var batch = committee.batch(committee.request(1, 1, "a"));
    var plan = plan(change(0, committee.prepared(0, 3, batch)), committee.viewChange(1, 2));
    assertThat(at(plan, 1)).isEqualTo(Canonical.nullBatch().digest());
    assertThat(at(plan, 2)).isEqualTo(Canonical.nullBatch().digest());
    assertThat(at(plan, 3)).isEqualTo(batch.digest());
    assertThat(plan.at(new SequenceNumber(4))).isEmpty();
  }

  @Test
  void what_lies_below_the_highest_stable_checkpoint_is_settled() {
    var batch = committee.batch(committee.request(1, 1, "a"));
    var stable = committee.stable(committee.header(4, "s"));
    var plan =
        plan(
            change(0, committee.prepared(0, 3, batch)),
            committee.viewChange(1, 2, stable, committee.prepared(0, 5, batch)));
    assertThat(plan.mandated().keySet()).containsExactly(5L);
    assertThat(plan.base()).contains(stable);
  }

  private Verified<ViewChange> change(int replica, PreparedCertificate prepared) {
    return committee.viewChange(replica, 2, committee.beginning(), prepared);
  }

  private static Digest at(NewViewPlan plan, long number) {
    return plan.at(new SequenceNumber(number)).orElseThrow();
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // only read
  private static NewViewPlan plan(Verified<ViewChange>... changes) {
    return NewViewPlan.of(Arrays.stream(changes).map(Verified::message).toList());
  }
}
