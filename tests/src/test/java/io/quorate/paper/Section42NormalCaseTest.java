package io.quorate.paper;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.quorate.engine.model.message.Message.Commit;
import io.quorate.engine.model.message.Message.PrePrepare;
import io.quorate.engine.model.message.Message.Prepare;
import io.quorate.engine.model.message.Message.Request;
import io.quorate.engine.model.message.MessageType;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** §4.2, the three phases, when the primary does not fail. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class Section42NormalCaseTest {

  private final SigningCommittee committee = new SigningCommittee();
  private final Verified<Request> request = committee.request(1, 1, "a");
  private final Verified<Request> second = committee.request(1, 2, "b");
  private final Batch batch = committee.batch(request);
  private final Batch other = committee.batch(second);
  private CoreFixture primary;
  private CoreFixture backup;

  @BeforeEach
  void start() {
    primary = new CoreFixture(committee.core(0));
    backup = new CoreFixture(committee.core(2));
    backup.after(core -> core.onRequest(request)).after(core -> core.onRequest(second));
  }

  /** The primary gives a request a number and sends a PRE-PREPARE to all backups. */
  @Test
  void the_primary_assigns_a_number_and_multicasts_a_pre_prepare() {
    primary.after(core -> core.onRequest(request));
    assertThat(proposals().get(0).sequence()).isEqualTo(new SequenceNumber(1));
    assertThat(references(proposals().get(0))).containsExactly(request.message().digest());
  }

  /** Requests travel apart from the order: a PRE-PREPARE holds their digests. */
  @Test
  void a_pre_prepare_is_small_however_large_its_request() {
    primary.after(core -> core.onRequest(committee.request(1, 1, "x".repeat(9_000))));
    assertThat(primary.sent(MessageType.PRE_PREPARE).get(0).wire().length()).isLessThan(1_000);
  }

  /** While enough is under way the primary gathers requests, and multicasts them as a group. */
  @Test
  void requests_that_come_while_a_slot_is_under_way_go_into_the_next_one_together() {
    primary.after(core -> core.onRequest(request));
    primary.after(core -> core.onRequest(second));
    primary.after(core -> core.onRequest(committee.request(2, 1, "c")));
    assertThat(proposals()).hasSize(1);
    var first = proposals().get(0).digest();
    prepares(primary, first, 1, 2);
    commits(primary, first, 1, 2);
    assertThat(proposals()).hasSize(2);
    assertThat(proposals().get(1).sequence()).isEqualTo(new SequenceNumber(2));
    assertThat(references(proposals().get(1))).hasSize(2);
  }

  /** A backup accepts a PRE-PREPARE of its own view only; one of a later view has to wait. */
  @Test
  void a_backup_accepts_no_pre_prepare_of_another_view() {
    backup.after(core -> core.onPrePrepare(committee.proposal(4, 1, batch)));
    assertThat(backup.sent(MessageType.PREPARE)).isEmpty();
    begin(backup, 4);
    assertThat(backup.sent(MessageType.PREPARE)).hasSize(1);
    backup.after(core -> core.onPrePrepare(committee.proposal(0, 2, other)));
    assertThat(backup.sent(MessageType.PREPARE)).hasSize(1);
    assertThat(rejections()).containsExactly(new Rejection.WrongView(new View(4), View.ZERO));
  }

  /** It accepts none for a view and number at which it accepted another digest. */
  @Test
  void a_backup_accepts_one_digest_at_a_view_and_number() {
    backup.after(core -> core.onPrePrepare(committee.proposal(0, 1, batch)));
    backup.after(core -> core.onPrePrepare(committee.proposal(0, 1, other)));
    assertThat(backup.sent(MessageType.PREPARE)).hasSize(1);
    assertThat(rejections()).isNotEmpty().hasOnlyElementsOfType(Rejection.Equivocation.class);
    assertThat(backup.effects(Effect.SuspectPrimary.class)).hasSize(1);
  }

  /** The number must be above the low water mark and not above the high one. */
  @ParameterizedTest
  @ValueSource(longs = {4, 13})
  void a_backup_accepts_no_pre_prepare_outside_the_water_marks(long at) {
    var stable = committee.stable(committee.header(4, "s"));
    backup.after(core -> core.installState(stable, id -> false));
    backup.after(core -> core.onPrePrepare(committee.proposal(0, at, batch)));
    assertThat(backup.sent(MessageType.PREPARE)).isEmpty();
    assertThat(rejections()).isNotEmpty().hasOnlyElementsOfType(Rejection.OutsideWindow.class);
  }

  /** The water marks themselves: h + 1 is the first and H the last that is accepted. */
  @ParameterizedTest
  @ValueSource(longs = {5, 12})
  void a_backup_accepts_a_pre_prepare_between_the_water_marks(long at) {
    var stable = committee.stable(committee.header(4, "s"));
    backup.after(core -> core.installState(stable, id -> false));
    backup.after(core -> core.onPrePrepare(committee.proposal(0, at, batch)));
    assertThat(backup.sent(MessageType.PREPARE)).hasSize(1);
  }

  /** A backup that accepts enters the prepare phase and tells all others. */
  @Test
  void a_backup_that_accepts_multicasts_a_prepare() {
    backup.after(core -> core.onPrePrepare(committee.proposal(0, 1, batch)));
    var said = (Prepare) backup.sent(MessageType.PREPARE).get(0).message();
    assertThat(said.digest()).isEqualTo(batch.digest());
  }

  /** Otherwise it does nothing: a PRE-PREPARE counts under the primary's signature alone. */
  @Test
  void a_backup_does_not_listen_to_a_pre_prepare_that_is_not_the_primarys() {
    var forged = new PrePrepare(View.ZERO, new SequenceNumber(1), batch);
    backup.after(core -> core.onPrePrepare(committee.says(3, forged)));
    assertThat(backup.sent(MessageType.PREPARE)).isEmpty();
    assertThat(rejections()).isNotEmpty().hasOnlyElementsOfType(Rejection.NotThePrimary.class);
  }

  /** Ours: requests come from the clients, so a backup waits until it has them all. */
  @Test
  void a_backup_prepares_only_what_it_has_the_requests_of() {
    var unknown = committee.request(2, 1, "c");
    backup.after(core -> core.onPrePrepare(committee.proposal(0, 1, committee.batch(unknown))));
    assertThat(backup.sent(MessageType.PREPARE)).isEmpty();
    backup.after(core -> core.onRequest(unknown));
    assertThat(backup.sent(MessageType.PREPARE)).hasSize(1);
  }

  /** PREPAREs and COMMITs are accepted, too, in the current view and between the marks only. */
  @Test
  void votes_of_another_view_or_outside_the_water_marks_are_refused() {
    begin(backup, 4);
    backup.after(core -> core.onPrepare(committee.prepare(1, 0, 1, batch.digest())));
    backup.after(core -> core.onCommit(committee.commit(1, 4, 9, batch.digest())));
    assertThat(rejections())
        .extracting(Rejection::kind)
        .containsExactly("WrongView", "OutsideWindow");
  }

  /** Prepared: the PRE-PREPARE and 2f PREPAREs of other backups that match it; then a COMMIT. */
  @Test
  void with_2f_matching_prepares_of_different_backups_a_replica_multicasts_a_commit() {
    backup.after(core -> core.onPrePrepare(committee.proposal(0, 1, batch)));
    prepares(backup, other.digest(), 1);
    prepares(backup, batch.digest(), 0);
    assertThat(backup.sent(MessageType.COMMIT)).isEmpty();
    prepares(backup, batch.digest(), 3);
    var said = (Commit) backup.sent(MessageType.COMMIT).get(0).message();
    assertThat(said.digest()).isEqualTo(batch.digest());
  }

  @Test
  void a_backup_that_prepares_twice_counts_once() {
    primary.after(core -> core.onRequest(request));
    var proposed = proposals().get(0).digest();
    prepares(primary, proposed, 3, 3);
    assertThat(primary.sent(MessageType.COMMIT)).isEmpty();
    prepares(primary, proposed, 1);
    assertThat(primary.sent(MessageType.COMMIT)).hasSize(1);
  }

  /** Without the PRE-PREPARE nothing is prepared; messages may come in any order, though. */
  @Test
  void votes_that_outrun_the_pre_prepare_count_when_it_comes() {
    prepares(backup, batch.digest(), 1, 3);
    commits(backup, batch.digest(), 0, 1);
    assertThat(backup.sent(MessageType.COMMIT)).isEmpty();
    backup.after(core -> core.onPrePrepare(committee.proposal(0, 1, batch)));
    assertThat(backup.sent(MessageType.COMMIT)).hasSize(1);
    assertThat(backup.effects(Effect.Execute.class)).hasSize(1);
  }

  /** No two digests are prepared at one view and number, whatever the primary shows to whom. */
  @Test
  void whatever_a_lying_primary_shows_to_whom_one_digest_at_most_is_prepared() {
    for (int shown = 0; shown < 8; shown++) {
      var prepared = preparedWhenTheseAreShown(shown);
      assertThat(prepared).as("to whom: " + shown).hasSizeLessThanOrEqualTo(1);
      assertThat(prepared.isEmpty()).isFalse();
    }
  }

  /** Committed: prepared, and 2f + 1 matching COMMITs of different replicas, the own one too. */
  @Test
  void with_2f_plus_1_matching_commits_a_batch_is_executed() {
    prepareAt(1, batch);
    commits(backup, batch.digest(), 0, 0);
    commits(backup, other.digest(), 1);
    assertThat(backup.effects(Effect.Execute.class)).isEmpty();
    commits(backup, batch.digest(), 3);
    assertThat(backup.effects(Effect.Execute.class)).hasSize(1);
  }

  /** Ours: a quorum of COMMITs decides, though this replica itself missed the PREPAREs. */
  @Test
  void a_quorum_of_commits_decides_what_this_replica_has_not_prepared() {
    backup.after(core -> core.onPrePrepare(committee.proposal(0, 1, batch)));
    commits(backup, batch.digest(), 0, 1, 3);
    assertThat(backup.sent(MessageType.COMMIT)).isEmpty();
    assertThat(backup.effects(Effect.Execute.class)).hasSize(1);
  }

  /** A replica executes when its state reflects all that has a lower number. */
  @Test
  void batches_are_decided_in_any_order_and_executed_in_theirs() {
    decideAt(2, other);
    assertThat(backup.effects(Effect.Execute.class)).isEmpty();
    decideAt(1, batch);
    assertThat(backup.effects(Effect.Execute.class))
        .extracting(each -> each.sequence().value())
        .containsExactly(1L, 2L);
  }

  /** Ours: the paper keeps a log in memory; here a vote is on disk before anybody hears of it. */
  @Test
  void a_vote_leaves_and_counts_only_when_it_is_durable() {
    backup.beforeAnythingIsDurable(core -> core.onPrePrepare(committee.proposal(0, 1, batch)));
    backup.beforeAnythingIsDurable(
        core -> core.onPrepare(committee.prepare(1, 0, 1, batch.digest())));
    assertThat(backup.sent(MessageType.PREPARE)).isEmpty();
    assertThat(backup.effects(Effect.PersistThenSend.class)).hasSize(1);
    backup.after(core -> core.onTick());
    assertThat(backup.sent(MessageType.COMMIT)).hasSize(1);
  }

  /** What backups come to of which the primary shows some one batch and the others another. */
  private Set<Digest> preparedWhenTheseAreShown(int mask) {
    var backups = new TreeMap<Integer, CoreFixture>();
    for (int i = 1; i <= 3; i++) {
      var shown = (mask >> (i - 1) & 1) == 1 ? batch : other;
      backups.put(i, new CoreFixture(committee.core(i)));
      backups
          .get(i)
          .after(core -> core.onRequest(request))
          .after(core -> core.onRequest(second))
          .after(core -> core.onPrePrepare(committee.proposal(0, 1, shown)));
    }
    backups.forEach(
        (i, from) ->
            backups.forEach(
                (j, to) ->
                    from.sent(MessageType.PREPARE)
                        .forEach(
                            vote -> to.after(core -> core.onPrepare(vote.as(Prepare.class))))));
    return backups.values().stream()
        .flatMap(each -> each.sent(MessageType.COMMIT).stream())
        .map(vote -> ((Commit) vote.message()).digest())
        .collect(Collectors.toSet());
  }

  private List<PrePrepare> proposals() {
    return primary.sent(MessageType.PRE_PREPARE).stream()
        .map(each -> (PrePrepare) each.message())
        .toList();
  }

  private static List<Digest> references(PrePrepare proposal) {
    return proposal.batch().requests().stream().map(each -> each.digest()).toList();
  }

  private List<Rejection> rejections() {
    return backup.effects(Effect.CountRejection.class).stream()
        .map(Effect.CountRejection::why)
        .toList();
  }

  private void begin(CoreFixture replica, long view) {
    var change = committee.viewChange(0, view);
    var plan = NewViewPlan.of(List.of(change.message()));
    replica.after(core -> core.install(new View(view), plan, List.of(change.wire())));
  }

  private void prepares(CoreFixture replica, Digest digest, int... by) {
    for (int each : by) {
      replica.after(core -> core.onPrepare(committee.prepare(each, 0, 1, digest)));
    }
  }

  private void commits(CoreFixture replica, Digest digest, int... by) {
    for (int each : by) {
      replica.after(core -> core.onCommit(committee.commit(each, 0, 1, digest)));
    }
  }

  private void prepareAt(long at, Batch proposed) {
    backup.after(core -> core.onPrePrepare(committee.proposal(0, at, proposed)));
    backup.after(core -> core.onPrepare(committee.prepare(1, 0, at, proposed.digest())));
  }

  private void decideAt(long at, Batch proposed) {
    prepareAt(at, proposed);
    backup.after(core -> core.onCommit(committee.commit(0, 0, at, proposed.digest())));
    backup.after(core -> core.onCommit(committee.commit(1, 0, at, proposed.digest())));
  }
}
