package io.quorate.engine.core.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.core.CoreFixture;
import io.quorate.engine.core.CoreSettings;
import io.quorate.engine.core.ReplicaCore;
import io.quorate.engine.core.SigningCommittee;
import io.quorate.engine.core.effect.Effect;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Batch;
import io.quorate.engine.model.Limit;
import io.quorate.engine.model.Limits;
import io.quorate.engine.model.ProtocolRules;
import io.quorate.engine.model.RequestReference;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message.PrePrepare;
import io.quorate.engine.model.message.Message.Request;
import io.quorate.engine.model.message.MessageType;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/**
 * Batches and checkpoint intervals have a bound in bytes: three large requests fill an interval.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class IntervalBytesTest {

  private static final int LARGE = 2_000;
  private static final int BATCH = 7_000;

  private static final ProtocolRules RULES =
      new ProtocolRules(
          4,
          8,
          60_000,
          Limits.DEFAULT
              .with(Limit.BATCH_OPERATIONS, 10)
              .with(Limit.OPERATION_BYTES, LARGE)
              .with(Limit.REQUEST_BYTES, LARGE + 500)
              .with(Limit.BATCH_BYTES, BATCH)
              .with(Limit.INTERVAL_BYTES, 11_000));

  private final SigningCommittee committee = new SigningCommittee();

  @Test
  void a_primary_cuts_batches_by_bytes() {
    var primary = bench(0);
    primary.after(core -> IntStream.rangeClosed(1, 3).forEach(i -> core.onRequest(large(i))));
    assertThat(proposed(primary)).extracting(each -> each.batch().requests().size()).contains(2, 1);
    assertThat(proposed(primary)).allMatch(each -> each.batch().weight() <= BATCH);
  }

  @Test
  void a_primary_fills_an_interval_that_is_used_up_with_null_batches() {
    var primary = bench(0);
    primary.after(core -> IntStream.rangeClosed(1, 4).forEach(i -> core.onRequest(large(i))));
    assertThat(proposed(primary))
        .extracting(each -> each.sequence().value() + ": " + each.batch().requests().size())
        .startsWith("1: 2", "2: 1", "3: 0", "4: 0");
    decide(primary, proposed(primary).stream().map(PrePrepare::batch).toList());
    assertThat(proposed(primary))
        .extracting(each -> each.sequence().value() + ": " + each.batch().requests().size())
        .endsWith("5: 1");
  }

  @Test
  void a_backup_takes_every_batch_of_such_a_primary() {
    var primary = bench(0);
    var backup = bench(1);
    for (int i = 1; i <= 4; i++) {
      var request = large(i);
      backup.after(core -> core.onRequest(request));
    }
    primary.after(core -> IntStream.rangeClosed(1, 4).forEach(i -> core.onRequest(large(i))));
    primary
        .sent(MessageType.PRE_PREPARE)
        .forEach(each -> backup.after(core -> core.onPrePrepare(each.as(PrePrepare.class))));
    primary
        .sent(MessageType.PRE_PREPARE)
        .forEach(each -> backup.after(core -> core.onPrePrepare(each.as(PrePrepare.class))));
    assertThat(backup.effects(Effect.CountRejection.class)).isEmpty();
    assertThat(backup.sent(MessageType.PREPARE)).hasSize(proposed(primary).size());
  }

  @Test
  void a_backup_refuses_a_batch_of_too_many_bytes_before_it_fetches_any() {
    var backup = bench(1);
    var batch = committee.batch(large(1), large(2), large(3));
    backup.after(core -> core.onPrePrepare(committee.proposal(0, 1, batch)));
    assertThat(rejections(backup)).containsExactly("BatchTooLarge");
    assertThat(backup.core().wants(large(1).message().digest())).isFalse();
  }

  @Test
  void a_backup_refuses_a_request_that_no_pool_would_take() {
    var backup = bench(1);
    var reference = large(1).message().reference();
    int most = RULES.limits().requestBytes();
    backup.after(core -> core.onPrePrepare(committee.proposal(0, 1, of(reference, most + 1))));
    assertThat(rejections(backup)).containsExactly("BatchTooLarge");
    backup.after(core -> core.onPrePrepare(committee.proposal(0, 1, of(reference, most))));
    assertThat(rejections(backup)).hasSize(1);
  }

  @Test
  void a_backup_refuses_what_exceeds_an_intervals_bytes_and_takes_it_in_the_next() {
    var backup = bench(1);
    propose(backup, 1, committee.batch(large(1), large(2)));
    propose(backup, 2, committee.batch(large(3)));
    propose(backup, 4, committee.batch(large(4)));
    assertThat(rejections(backup)).containsExactly("IntervalFull");
    propose(backup, 5, committee.batch(large(4)));
    assertThat(rejections(backup)).hasSize(1);
  }

  @Test
  void a_backup_takes_null_batches_behind_the_first_slot_of_an_interval_only() {
    var backup = bench(1);
    propose(backup, 1, Canonical.nullBatch());
    assertThat(rejections(backup)).containsExactly("NeedlessNullBatch");
    propose(backup, 1, committee.batch(large(1)));
    propose(backup, 2, Canonical.nullBatch());
    propose(backup, 4, Canonical.nullBatch());
    assertThat(rejections(backup)).hasSize(1);
    propose(backup, 5, Canonical.nullBatch());
    assertThat(rejections(backup)).hasSize(2);
  }

  @Test
  void when_nothing_comes_for_a_second_the_interval_is_completed_once() {
    var primary = bench(0);
    primary.after(core -> core.onRequest(large(1)));
    decide(primary, List.of(proposed(primary).get(0).batch()));
    tick(primary, 20);
    tick(primary, 900);
    assertThat(proposed(primary)).hasSize(1);
    tick(primary, 1_020);
    assertThat(proposed(primary))
        .extracting(each -> each.sequence().value() + ": " + each.batch().requests().size())
        .containsExactly("1: 1", "2: 0", "3: 0", "4: 0");
    decide(primary, proposed(primary).stream().map(PrePrepare::batch).toList());
    tick(primary, 3_000);
    tick(primary, 9_000);
    assertThat(proposed(primary)).hasSize(4);
  }

  @Test
  void while_something_waits_no_interval_is_completed() {
    var primary = bench(0);
    primary.after(core -> core.onRequest(large(1)));
    tick(primary, 20);
    tick(primary, 5_000);
    assertThat(proposed(primary)).hasSize(1);
  }

  private static void tick(CoreFixture bench, long millis) {
    bench.after(
        core -> {
          core.at(millis * 1_000_000, SigningCommittee.WALL + millis);
          core.onTick();
        });
  }

  @Test
  void what_was_decided_in_an_earlier_view_counts_in_the_next() {
    var backup = bench(2);
    var batches = List.of(committee.batch(large(1), large(2)), committee.batch(large(3)));
    propose(backup, 1, batches.get(0));
    propose(backup, 2, batches.get(1));
    decide(backup, batches);
    var change = committee.viewChange(3, 1);
    var plan = NewViewPlan.of(List.of(change.message()));
    backup.after(core -> core.install(new View(1), plan, List.of(change.wire())));
    var late = committee.proposal(1, 3, committee.batch(large(4)));
    backup.after(core -> core.onPrePrepare(late));
    assertThat(rejections(backup)).containsExactly("IntervalFull");
  }

  @Test
  void a_reference_of_another_size_never_matches() {
    var backup = bench(1);
    var request = large(1);
    backup.after(core -> core.onRequest(request));
    propose(backup, 1, of(request.message().reference(), 10));
    assertThat(backup.sent(MessageType.PREPARE)).isEmpty();
  }

  private CoreFixture bench(int index) {
    var core =
        new ReplicaCore(
            committee.replica(index),
            committee.configuration(),
            committee.beginning(),
            CoreSettings.of(RULES));
    core.at(0, SigningCommittee.WALL);
    return new CoreFixture(core);
  }

  private Verified<Request> large(int number) {
    return committee.request(1, number, "x".repeat(LARGE));
  }

  private void propose(CoreFixture backup, long at, Batch batch) {
    backup.after(core -> core.onPrePrepare(committee.proposal(0, at, batch)));
  }

  private static Batch of(RequestReference honest, int size) {
    return Canonical.batch(
        SigningCommittee.WALL << 16,
        List.of(new RequestReference(honest.id(), honest.operations(), size, honest.digest())));
  }

  /** The others decide these batches at 1 and so on. */
  private void decide(CoreFixture bench, List<Batch> batches) {
    for (int i = 0; i < batches.size(); i++) {
      long at = i + 1L;
      var digest = batches.get(i).digest();
      for (int replica : new int[] {0, 1, 3}) {
        bench.after(core -> core.onCommit(committee.commit(replica, 0, at, digest)));
      }
    }
  }

  private static List<PrePrepare> proposed(CoreFixture primary) {
    return primary.sent(MessageType.PRE_PREPARE).stream()
        .map(each -> each.as(PrePrepare.class).message())
        .toList();
  }

  private static List<String> rejections(CoreFixture bench) {
    return bench.effects(Effect.CountRejection.class).stream()
        .map(each -> each.why().kind())
        .toList();
  }
}
