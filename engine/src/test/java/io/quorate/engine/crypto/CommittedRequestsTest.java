package io.quorate.engine.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.fixtures.Committee;
import io.quorate.engine.fixtures.Examples;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.RequestReference;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message.Decided.Decision;
import io.quorate.engine.model.message.Message.Prepare;
import io.quorate.engine.model.message.Message.Request;
import io.quorate.engine.model.message.MessageType;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CommittedRequestsTest {

  private final Committee committee = Committee.of(4);
  private final Examples examples = new Examples(committee);
  private final Request first = examples.request(100, 1, Bytes.utf8("a"), Bytes.utf8("b"));
  private final Request second = examples.request(101, 1, Bytes.utf8("c"));
  private final Bytes firstWire = committee.sign(first).wire();
  private final Bytes secondWire = committee.sign(second).wire();

  @Test
  void a_decision_s_own_requests_are_vouched_for_in_its_order() {
    var requests =
        CommittedRequests.requests(decision(List.of(firstWire, secondWire))).orElseThrow();
    assertThat(requests).extracting(Verified::message).containsExactly(first, second);
    assertThat(requests).extracting(Verified::signer).containsExactly(100L, 101L);
    assertThat(requests).extracting(Verified::wire).containsExactly(firstWire, secondWire);
  }

  @Test
  void a_null_batch_has_no_requests() {
    var batch = Canonical.nullBatch();
    var certificate = committee.committed(View.ZERO, new SequenceNumber(1), batch.digest());
    assertThat(CommittedRequests.requests(new Decision(certificate, batch, List.of())))
        .contains(List.of());
    assertThat(CommittedRequests.requests(new Decision(certificate, batch, List.of(firstWire))))
        .isEmpty();
  }

  @Test
  void swapped_missing_repeated_or_foreign_requests_are_not() {
    assertThat(CommittedRequests.requests(decision(List.of(secondWire, firstWire)))).isEmpty();
    assertThat(CommittedRequests.requests(decision(List.of(firstWire)))).isEmpty();
    assertThat(CommittedRequests.requests(decision(List.of(firstWire, firstWire)))).isEmpty();
    assertThat(CommittedRequests.requests(decision(List.of(firstWire, secondWire, secondWire))))
        .isEmpty();
    assertThat(CommittedRequests.requests(decision(List.of(firstWire, Bytes.EMPTY)))).isEmpty();
    var other = examples.request(101, 1, Bytes.utf8("d"));
    var otherWire = committee.sign(other).wire();
    assertThat(CommittedRequests.requests(decision(List.of(firstWire, otherWire)))).isEmpty();
    var vote = committee.sign(examples.of(MessageType.PREPARE)).wire();
    assertThat(CommittedRequests.requests(decision(List.of(firstWire, vote)))).isEmpty();
  }

  @Test
  void a_reference_fits_in_name_count_size_and_digest() {
    var digest = second.digest();
    int size = second.size();
    assertThat(vouchedAs(new RequestReference(second.id(), 1, size, digest))).isTrue();
    assertThat(vouchedAs(new RequestReference(second.id(), 2, size, digest))).isFalse();
    assertThat(vouchedAs(new RequestReference(first.id(), 1, size, digest))).isFalse();
    assertThat(vouchedAs(new RequestReference(second.id(), 1, size - 1, digest))).isFalse();
    assertThat(vouchedAs(new RequestReference(second.id(), 1, size, Digest.ZERO))).isFalse();
  }

  @Test
  void a_batch_that_was_not_decided_vouches_for_nothing() {
    var good = decision(List.of(firstWire, secondWire));
    var other = committee.committed(View.ZERO, new SequenceNumber(1), Digest.ZERO);
    assertThat(CommittedRequests.requests(new Decision(other, good.batch(), good.requests())))
        .isEmpty();
  }

  @Test
  void own_records_are_read_without_their_signatures_but_never_as_another_kind() {
    var vote = committee.sign(examples.of(MessageType.PREPARE));
    var read = OwnRecords.read(vote.wire(), Prepare.class);
    assertThat(read.message()).isEqualTo(vote.message());
    assertThat(read.signer()).isEqualTo(2);
    assertThat(read.signature()).isEqualTo(vote.signature());
    assertThatThrownBy(() -> OwnRecords.read(vote.wire(), Request.class))
        .isInstanceOf(IllegalStateException.class);
    var torn = vote.wire().slice(0, vote.wire().length() - 1);
    assertThatThrownBy(() -> OwnRecords.read(torn, Prepare.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("MALFORMED");
  }

  private boolean vouchedAs(RequestReference reference) {
    var batch = Canonical.batch(1, List.of(reference));
    var certificate = committee.committed(View.ZERO, new SequenceNumber(1), batch.digest());
    return CommittedRequests.requests(new Decision(certificate, batch, List.of(secondWire)))
        .isPresent();
  }

  private Decision decision(List<Bytes> requests) {
    var batch = Canonical.batch(1, List.of(Examples.referTo(first), Examples.referTo(second)));
    var certificate = committee.committed(View.ZERO, new SequenceNumber(1), batch.digest());
    return new Decision(certificate, batch, requests);
  }
}
