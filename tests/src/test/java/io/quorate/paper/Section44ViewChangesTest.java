package io.quorate.paper;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.core.CoreFixture;
import io.quorate.engine.core.SigningCommittee;
import io.quorate.engine.core.agreement.NewViewPlan;
import io.quorate.engine.core.effect.Effect;
import io.quorate.engine.core.effect.Rejection;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Batch;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message.Fetch;
import io.quorate.engine.model.message.Message.PrePrepare;
import io.quorate.engine.model.message.Message.Request;
import io.quorate.engine.model.message.Message.ViewChange;
import io.quorate.engine.model.message.MessageType;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** §4.4, view changes, as the replica sees them: what it shows, what it is held to. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class Section44ViewChangesTest {

  private static final View NEXT = new View(1);

  private final SigningCommittee committee = new SigningCommittee();
  private final Verified<Request> request = committee.request(1, 1, "a");
  private final Batch batch = committee.batch(request);
  private final Batch other = committee.batch(committee.request(1, 2, "b"));
  private final Digest nothing = Canonical.nullBatch().digest();
  private CoreFixture backup;

  @BeforeEach
  void start() {
    backup = new CoreFixture(committee.core(2)).after(core -> core.onRequest(request));
  }

  /** A backup that changes views stops to accept messages of the old one, and tells everybody. */
  @Test
  void a_backup_that_changes_views_stops_voting_and_multicasts_a_view_change() {
    backup.after(core -> core.stopVoting(NEXT));
    backup.after(core -> core.onPrePrepare(committee.proposal(0, 1, batch)));
    assertThat(backup.sent(MessageType.PREPARE)).isEmpty();
    assertThat(backup.sent(MessageType.VIEW_CHANGE)).hasSize(1);
  }

  /** CHECKPOINTs it still accepts. */
  @Test
  void checkpoints_count_while_views_change() {
    var header = committee.header(4, "s");
    backup.after(core -> core.stopVoting(NEXT)).after(core -> core.onExecuted(header));
    backup.after(core -> core.onCheckpoint(committee.checkpoint(0, header)));
    backup.after(core -> core.onCheckpoint(committee.checkpoint(1, header)));
    assertThat(backup.core().stable().sequence()).isEqualTo(new SequenceNumber(4));
  }

  /** It says so once for each view, and for no lower one any more. */
  @Test
  void a_view_change_is_said_once_a_view_and_never_for_a_lower_one() {
    backup.after(core -> core.stopVoting(new View(2)));
    backup.after(core -> core.stopVoting(new View(2)));
    backup.after(core -> core.stopVoting(NEXT));
    assertThat(backup.sent(MessageType.VIEW_CHANGE)).hasSize(1);
  }

  /** P: for each number above the stable checkpoint, what has prepared there. */
  @Test
  void a_view_change_carries_what_prepared_above_the_stable_checkpoint() {
    prepareAt(1, batch);
    backup.after(core -> core.onPrePrepare(committee.proposal(0, 2, other)));
    backup.after(core -> core.stopVoting(NEXT));
    var shown = viewChange().prepared();
    assertThat(shown).extracting(each -> each.batch()).containsExactly(batch.digest());
    assertThat(shown.get(0).prepares().endorsements())
        .extracting(each -> each.signer())
        .doesNotHaveDuplicates();
    assertThat(shown.get(0).prepares().endorsements()).hasSize(2);
  }

  /** What prepared is shown to every later view, until it prepares in a later one. */
  @Test
  void of_two_certificates_for_one_number_the_one_of_the_higher_view_is_shown() {
    prepareAt(1, batch);
    begin(1, committee.viewChange(0, 1, committee.beginning(), committee.prepared(0, 1, batch)));
    backup.after(core -> core.onPrePrepare(committee.proposal(1, 1, batch)));
    backup.after(core -> core.onPrepare(committee.prepare(3, 1, 1, batch.digest())));
    backup.after(core -> core.stopVoting(new View(2)));
    assertThat(viewChange().prepared()).extracting(each -> each.view()).containsExactly(NEXT);
  }

  /** min-s is the highest stable checkpoint in V, max-s the highest prepared number in V. */
  @Test
  void the_plan_reaches_from_the_highest_checkpoint_to_the_highest_prepared_number() {
    var low = committee.viewChange(0, 1, committee.beginning(), committee.prepared(0, 3, other));
    var high =
        committee.viewChange(
            2, 1, committee.stable(committee.header(4, "s")), committee.prepared(0, 6, batch));
    var plan = plan(low, high, committee.viewChange(3, 1));
    assertThat(plan.floor()).isEqualTo(new SequenceNumber(4));
    assertThat(plan.last()).isEqualTo(new SequenceNumber(6));
    assertThat(plan.mandated().keySet()).containsExactly(5L, 6L);
  }

  /** O: what has prepared is proposed again, the null request where nothing has. */
  @Test
  void the_new_primary_proposes_again_what_prepared_and_null_in_the_gaps() {
    var change = committee.viewChange(0, 1, committee.beginning(), committee.prepared(0, 2, batch));
    var primary = new CoreFixture(committee.core(1));
    primary.after(core -> core.onRequest(request));
    primary.after(core -> core.onPrePrepare(committee.proposal(0, 2, batch)));
    primary.after(core -> core.stopVoting(NEXT));
    primary.after(core -> core.install(NEXT, plan(change), List.of(change.wire())));
    assertThat(primary.sent(MessageType.PRE_PREPARE))
        .extracting(each -> ((PrePrepare) each.message()).digest())
        .containsExactly(nothing, batch.digest());
  }

  /** Of several certificates for one number, the one of the highest view counts. */
  @Test
  void the_plan_takes_the_batch_that_prepared_in_the_highest_view() {
    var old = committee.viewChange(0, 2, committee.beginning(), committee.prepared(0, 1, other));
    var young = committee.viewChange(3, 2, committee.beginning(), committee.prepared(1, 1, batch));
    assertThat(plan(old, young).at(new SequenceNumber(1))).contains(batch.digest());
    assertThat(plan(young, old).at(new SequenceNumber(1))).contains(batch.digest());
  }

  /** New requests get numbers above those of O. */
  @Test
  void the_new_primary_goes_on_above_the_plan() {
    var change = committee.viewChange(0, 1, committee.beginning(), committee.prepared(0, 2, batch));
    var primary = new CoreFixture(committee.core(1));
    primary.after(core -> core.onRequest(request));
    primary.after(core -> core.onPrePrepare(committee.proposal(0, 2, batch)));
    primary.after(core -> core.install(NEXT, plan(change), List.of(change.wire())));
    commits(primary, 1, nothing);
    commits(primary, 2, batch.digest());
    primary.after(core -> core.onRequest(committee.request(1, 2, "b")));
    assertThat(primary.sent(MessageType.PRE_PREPARE))
        .extracting(each -> ((PrePrepare) each.message()).sequence().value())
        .containsExactly(1L, 2L, 3L);
  }

  /** A backup computes O for itself, and holds the primary to it. */
  @Test
  void a_backup_holds_the_new_primary_to_the_plan() {
    begin(1, committee.viewChange(0, 1, committee.beginning(), committee.prepared(0, 1, batch)));
    backup.after(core -> core.onPrePrepare(committee.proposal(1, 1, other)));
    assertThat(backup.sent(MessageType.PREPARE)).isEmpty();
    assertThat(rejections()).isNotEmpty().hasOnlyElementsOfType(Rejection.AgainstThePlan.class);
    backup.after(core -> core.onPrePrepare(committee.proposal(1, 1, batch)));
    assertThat(backup.sent(MessageType.PREPARE)).hasSize(1);
  }

  /** Ours: what lies at or below min-s is decided, so nobody votes there again. */
  @Test
  void nothing_is_voted_on_at_or_below_the_checkpoint_that_a_view_begins_with() {
    begin(1, committee.viewChange(0, 1, committee.stable(committee.header(4, "s"))));
    backup.after(core -> core.onPrePrepare(committee.proposal(1, 4, batch)));
    assertThat(backup.sent(MessageType.PREPARE)).isEmpty();
    assertThat(rejections()).isNotEmpty().hasOnlyElementsOfType(Rejection.Settled.class);
    backup.after(core -> core.onPrePrepare(committee.proposal(1, 5, batch)));
    assertThat(backup.sent(MessageType.PREPARE)).hasSize(1);
  }

  /** With the NEW-VIEW a backup is in the new view, and goes on as in the normal case. */
  @Test
  void what_was_said_for_a_view_before_it_began_counts_when_it_begins() {
    backup.after(core -> core.stopVoting(NEXT));
    backup.after(core -> core.onPrePrepare(committee.proposal(1, 1, batch)));
    assertThat(backup.sent(MessageType.PREPARE)).isEmpty();
    begin(1, committee.viewChange(0, 1));
    assertThat(backup.sent(MessageType.PREPARE)).hasSize(1);
  }

  /** What is decided again in a new view is not executed again. */
  @Test
  void a_batch_that_is_decided_in_two_views_is_executed_once() {
    prepareAt(1, batch);
    commits(backup, 0, 1, batch.digest());
    begin(1, committee.viewChange(0, 1, committee.beginning(), committee.prepared(0, 1, batch)));
    backup.after(core -> core.onPrePrepare(committee.proposal(1, 1, batch)));
    backup.after(core -> core.onPrepare(committee.prepare(3, 1, 1, batch.digest())));
    commits(backup, 1, 1, batch.digest());
    assertThat(backup.sent(MessageType.COMMIT)).hasSize(2);
    assertThat(backup.effects(Effect.Execute.class)).hasSize(1);
  }

  /** A request or a batch that a replica lacks it can get from another one. */
  @Test
  void a_new_primary_asks_for_the_batches_that_it_has_to_propose_again() {
    var change = committee.viewChange(0, 1, committee.beginning(), committee.prepared(0, 1, batch));
    var primary = new CoreFixture(committee.core(1));
    primary.after(core -> core.install(NEXT, plan(change), List.of(change.wire())));
    primary.after(core -> core.onTick());
    primary.after(core -> core.at(Duration.ofSeconds(1).toNanos(), SigningCommittee.WALL));
    primary.after(core -> core.onTick());
    assertThat(primary.sent(MessageType.PRE_PREPARE)).isEmpty();
    assertThat(primary.effects(Effect.SignAndSend.class))
        .filteredOn(each -> each.message() instanceof Fetch)
        .extracting(each -> ((Fetch) each.message()).digests())
        .containsExactly(List.of(batch.digest()));
    primary.after(core -> core.onPrePrepare(committee.proposal(0, 1, batch)));
    primary.after(core -> core.onRequest(request));
    assertThat(primary.sent(MessageType.PRE_PREPARE)).hasSize(1);
  }

  private ViewChange viewChange() {
    var said = backup.sent(MessageType.VIEW_CHANGE);
    return (ViewChange) said.get(said.size() - 1).message();
  }

  private List<Rejection> rejections() {
    return backup.effects(Effect.CountRejection.class).stream()
        .map(Effect.CountRejection::why)
        .toList();
  }

  private void begin(long view, Verified<ViewChange> change) {
    backup.after(core -> core.install(new View(view), plan(change), List.of(change.wire())));
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // only read
  private static NewViewPlan plan(Verified<ViewChange>... changes) {
    return NewViewPlan.of(Arrays.stream(changes).map(Verified::message).toList());
  }

  private void commits(CoreFixture replica, long at, Digest digest) {
    for (int by : new int[] {0, 2, 3}) {
      replica.after(core -> core.onCommit(committee.commit(by, 1, at, digest)));
    }
  }

  private void commits(CoreFixture replica, long view, long at, Digest digest) {
    for (int by : new int[] {0, 1, 3}) {
      replica.after(core -> core.onCommit(committee.commit(by, view, at, digest)));
    }
  }

  private void prepareAt(long at, Batch proposed) {
    backup.after(core -> core.onPrePrepare(committee.proposal(0, at, proposed)));
    backup.after(core -> core.onPrepare(committee.prepare(1, 0, at, proposed.digest())));
  }
}
